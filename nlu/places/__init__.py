"""Where people live, from what they write: places in a sentence as today's wards, districts of before and provinces."""

from nlu.places.errors import UnitsError
from nlu.places.place import Place
from nlu.places.resolver import Resolver
from nlu.places.units import Province, Units, Ward

__all__ = ["Place", "Province", "Resolver", "Units", "UnitsError", "Ward"]
