"""Pages of the own space about the person: data and rights, documents, consents, a copy to take along."""
