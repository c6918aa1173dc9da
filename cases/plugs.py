"""What diagnoses and findings offer to the kernel."""

from cases.importers.sheets import DiagnosisImporter, ExitEventImporter, FindingImporter
from portal.imports.registry import register_sheet


def register() -> None:
    """Register the plugs of this app with the kernel."""
    for importer in (DiagnosisImporter(), FindingImporter(), ExitEventImporter()):
        register_sheet(importer)
