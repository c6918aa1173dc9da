"""The cache of the tests on Redis: each worker of the test run has, and clears, keys of its own."""

import os

from django.core.cache.backends.redis import RedisCache


class OwnRedisCache(RedisCache):
    """Clears its own keys alone: the database may hold those of another worker, or of somebody else."""

    def __init__(self, server, params):
        """Put the name of the test worker before every key."""
        super().__init__(server, {**params, "KEY_PREFIX": f"test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"})

    def clear(self):
        """Remove the keys with the prefix."""
        client = self._cache.get_client(write=True)
        keys = list(client.scan_iter(match=f"{self.key_prefix}:*", count=1000))
        return not keys or bool(client.delete(*keys))
