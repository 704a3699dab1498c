"""A certificate that is written down when it is asked for: few who ask for a team want it."""

from __future__ import annotations

from collections.abc import Callable

from teamforge.certificate.format import Certificate


class LazyCertificate:
    """
    Returns the certificate of a search; a pickle has the certificate, and not the problem it is written from.

    Parameters
    ----------
    source
        What writes it, once; or the certificate itself.
    """

    def __init__(self, source: Certificate | Callable[[], Certificate]) -> None:
        self._source = source

    def __call__(self) -> Certificate:
        """Return the certificate; the first time, it is written."""
        if not isinstance(self._source, Certificate):
            self._source = self._source()
        return self._source

    def __reduce__(self) -> tuple[type[LazyCertificate], tuple[Certificate]]:
        """Return what is pickled: the certificate."""
        return LazyCertificate, (self(),)
