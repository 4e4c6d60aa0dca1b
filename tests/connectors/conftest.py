"""hypothesis without its stop-watch: on a machine shared by several workers an example's time says nothing."""

from hypothesis import HealthCheck, settings

settings.register_profile("shared_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared_machine")
