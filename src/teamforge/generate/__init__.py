"""Invented pools of any size, on a real or an invented register of organisations: to try things out, and to measure."""

from teamforge.generate.pools import GeneratedData, generate, generate_pool, generate_year

__all__ = ["GeneratedData", "generate", "generate_pool", "generate_year"]
