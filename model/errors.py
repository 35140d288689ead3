"""What the model refuses, each with a sentence that a user can read."""


class ModelError(Exception):
    """Base of everything the model refuses."""


class ChangeRefusedError(ModelError):
    """A change that can't be made in the option's present state; nothing was altered."""


class UnknownOrganisationError(ChangeRefusedError):
    """A change names an organisation that the option does not have."""


class LockedError(ChangeRefusedError):
    """A change would alter who is in a locked organisation."""


class LogError(ModelError):
    """A log that can't be replayed: an entry is missing, doubled or refused."""


class ListRefusedError(ModelError):
    """An edit of a scenario's list of options that can't be made; nothing was altered."""


class RuleError(ModelError):
    """A rule whose data do not fit its check.

    Attributes
    ----------
    rule_id : str
        Id of the rule.
    key : str
        The key of the rule's data that is at fault, "" if it is the rule as a whole.
    """

    def __init__(self, rule_id: str, key: str, message: str) -> None:
        super().__init__(f"rule {rule_id}: {message}")
        self.rule_id = rule_id
        self.key = key
        self.message = message


class MergeRefusedError(ModelError):
    """Two plans that have no past in common, so that nobody can say who changed what."""
