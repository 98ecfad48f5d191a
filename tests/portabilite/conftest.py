from tests.livrets.conftest import medias

__all__ = ["medias"]
