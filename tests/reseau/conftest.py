from tests.outils.toile import toile

__all__ = ["toile"]
