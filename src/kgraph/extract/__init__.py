"""Read one article's prose into mentions and facts. Pure functions; no state but the loaded model."""
