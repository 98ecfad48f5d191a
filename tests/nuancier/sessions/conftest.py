from tests.eclaireurs.evaluation.conftest import medias

__all__ = ["medias"]
