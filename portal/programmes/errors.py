"""What is raised when a configuration file cannot be used."""


class ConfigurationError(Exception):
    """The configuration file cannot be used; the message says why in one sentence."""
