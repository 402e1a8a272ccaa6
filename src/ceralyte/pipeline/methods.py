"""Publications behind the methods that every design uses, for its list of sources."""

from ceralyte.core.provenance import Source

METHODS = tuple(
    Source(used_for=used_for, text=text, locator=locator, kind="method")
    for used_for, text, locator in (
        (
            "jammed packings",
            "O'Hern, Silbert, Liu and Nagel, Phys. Rev. E 68 (2003) 011306; Bitzek, Koskinen, "
            "Gähler, Moseler and Gumbsch, Phys. Rev. Lett. 97 (2006) 170201",
            "",
        ),
        (
            "contact network",
            "Batchelor and O'Brien, Proc. R. Soc. A 355 (1977) 313",
            "",
        ),
        (
            "packing fraction, fast estimate",
            "Farr and Groot, J. Chem. Phys. 131 (2009) 244104",
            "10.1063/1.3276799",
        ),
        (
            "density against pressure",
            "Arzt, Acta Metall. 30 (1982) 1883; Helle, Easterling and Ashby, Acta Metall. 33 "
            "(1985) 2163",
            "",
        ),
        (
            "flat contacts of pressed particles",
            "Lévy, J. Comput. Phys. 451 (2022) 110838; Tabor, The Hardness of Metals (1951)",
            "",
        ),
        (
            "Young's modulus with pores",
            "Hashin and Shtrikman, J. Mech. Phys. Solids 11 (1963) 127; Roberts and Garboczi, "
            "J. Am. Ceram. Soc. 83 (2000) 3041",
            "",
        ),
        (
            "tensile strength bracket",
            "Griffith, Phil. Trans. R. Soc. A 221 (1921) 163; Duckworth, J. Am. Ceram. Soc. 36 "
            "(1953) 68; Cox, Br. J. Appl. Phys. 3 (1952) 72",
            "",
        ),
        ("mandrel bend test", "ASTM D522/D522M-17 (2021)", ""),
    )
)

CELL_METHODS = tuple(
    Source(used_for=used_for, text=text, locator=locator, kind="method")
    for used_for, text, locator in (
        (
            "ionic resistance of composite electrodes",
            "de Levie, Electrochim. Acta 8 (1963) 751",
            "10.1016/0013-4686(63)80042-0",
        ),
        (
            "conductivity of the membrane where it is estimated",
            "Bruggeman, Ann. Phys. 416 (1935) 636; Landauer, J. Appl. Phys. 23 (1952) 779",
            "10.1063/1.1702301",
        ),
        (
            "plates under stack pressure",
            "Timoshenko and Woinowsky-Krieger, Theory of Plates and Shells, 2nd ed. (1959)",
            "",
        ),
    )
)
"""Publications behind the methods of a cell."""
