using System.Globalization;
using Spmis.Linkage;
using Spmis.Linkage.Models;

namespace Spmis.Benchmarks.LinkageSpeed;

/// <summary>
/// A linkage model as DuckDB SQL: an independent second scorer over folded texts. It is made of the model file alone and shares no
/// code with the scorer; levels, weights, frequencies, the doubt about relatives and the sum are said again in another language.
/// </summary>
internal static class ModelSql
{
    private static readonly string[] Names = ["given", "middle", "family", "nameOrder", "mother", "birth", "sex", "nationalId", "phone", "email", "address", "place", "household"];

    /// <summary>Functions of one comparison each.</summary>
    public const string Macros = """
        CREATE OR REPLACE MACRO partly(a, b) AS CASE
            WHEN a.v OR b.v THEN a.k = b.k AND length(a.k) > 1
            WHEN len(a.w) = 0 AND len(b.w) = 0 THEN false
            WHEN len(a.w) = 0 THEN list_contains(b.w, a.h)
            WHEN len(b.w) = 0 THEN list_contains(a.w, b.h)
            ELSE list_has_any(a.w, b.w) END;
        CREATE OR REPLACE MACRO begins(a, b) AS length(a) <> length(b) AND (starts_with(a, b) OR starts_with(b, a));
        CREATE OR REPLACE MACRO name_level(a, b) AS CASE
            WHEN a.t IS NULL OR b.t IS NULL THEN 0
            WHEN a.t = b.t THEN 1
            WHEN a.c = b.c THEN 2
            WHEN jaro_winkler_similarity(a.t, b.t) > 0.9203 OR partly(a, b) THEN 3
            WHEN jaro_winkler_similarity(a.t, b.t) > 0.8303 OR begins(a.t, b.t) OR (a.k = b.k AND length(a.k) > 2) THEN 4
            ELSE 5 END;
        CREATE OR REPLACE MACRO number_level(a, b, generic) AS CASE
            WHEN a IS NULL OR b IS NULL THEN 0
            WHEN a = b THEN CASE WHEN generic THEN 0 ELSE 1 END
            WHEN damerau_levenshtein(a, b) <= 1 THEN 2
            ELSE 3 END;
        CREATE OR REPLACE MACRO email_level(a, b, generic) AS CASE
            WHEN a IS NULL OR b IS NULL THEN 0
            WHEN a = b THEN CASE WHEN generic THEN 0 ELSE 1 END
            WHEN split_part(a, '@', 1) = split_part(b, '@', 1) THEN 2
            WHEN damerau_levenshtein(a, b) <= 1 OR jaro_winkler_similarity(a, b) > 0.8803 THEN 3
            ELSE 4 END;
        CREATE OR REPLACE MACRO words_shared(a, b) AS least(len(list_filter(a, lambda word: list_contains(b, word))), len(list_filter(b, lambda word: list_contains(a, word)))) / greatest(len(a), len(b));
        CREATE OR REPLACE MACRO address_level(a, b) AS CASE
            WHEN a IS NULL OR b IS NULL THEN 0
            WHEN a = b THEN 1
            WHEN words_shared(string_split(a, ' '), string_split(b, ' ')) >= 0.74 OR damerau_levenshtein(a, b) <= 1 OR jaro_winkler_similarity(a, b) > 0.9203 THEN 2
            WHEN words_shared(string_split(a, ' '), string_split(b, ' ')) > 0.45 THEN 3
            ELSE 4 END;
        CREATE OR REPLACE MACRO same_level(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN 0 WHEN a = b THEN 1 ELSE 2 END;
        CREATE OR REPLACE MACRO digit(d, i) AS substr(d, i, 1);
        CREATE OR REPLACE MACRO digits_apart(a, b) AS list_sum(list_transform(range(1, 9), lambda i: CASE WHEN digit(a, i) <> digit(b, i) THEN 1 ELSE 0 END));
        CREATE OR REPLACE MACRO neighbours_swapped(a, b) AS list_bool_or(list_transform(range(1, 8), lambda i: digit(a, i) <> digit(a, i + 1) AND digit(a, i) = digit(b, i + 1) AND digit(a, i + 1) = digit(b, i)));
        CREATE OR REPLACE MACRO year_of(d) AS CAST(substr(d, 1, 4) AS INTEGER);
        CREATE OR REPLACE MACRO birth_level(a, full_a, b, full_b) AS CASE
            WHEN a IS NULL OR b IS NULL THEN 0
            WHEN NOT (full_a AND full_b) THEN CASE WHEN year_of(a) = year_of(b) THEN 2 WHEN abs(year_of(a) - year_of(b)) <= 2 THEN 5 ELSE 6 END
            WHEN a = b THEN 1
            WHEN digits_apart(a, b) = 1 OR (digits_apart(a, b) = 2 AND neighbours_swapped(a, b))
                OR (substr(a, 1, 4) = substr(b, 1, 4) AND substr(a, 5, 2) = substr(b, 7, 2) AND substr(a, 7, 2) = substr(b, 5, 2)) THEN 3
            WHEN CAST(substr(a, 1, 4) = substr(b, 1, 4) AS INTEGER) + CAST(substr(a, 5, 2) = substr(b, 5, 2) AS INTEGER) + CAST(substr(a, 7, 2) = substr(b, 7, 2) AS INTEGER) = 2 THEN 4
            WHEN abs(year_of(a) - year_of(b)) <= 1 THEN 5
            ELSE 6 END;
        CREATE OR REPLACE MACRO place_level(va, pa, da, vb, pb, db) AS CASE
            WHEN va = vb AND pa = pb THEN 1
            WHEN va = vb THEN 2
            WHEN pa = pb THEN 3
            WHEN (va IS NULL OR vb IS NULL) AND (pa IS NULL OR pb IS NULL) AND (da IS NULL OR db IS NULL) THEN 0
            WHEN jaro_winkler_similarity(va, vb) > 0.8803 THEN 4
            WHEN da = db THEN 5
            ELSE 6 END;
        CREATE OR REPLACE MACRO alternative(x) AS CASE WHEN x < -12000 THEN 0 WHEN x > 40000 THEN -x ELSE -CAST(round(log2(1 + pow(2, x / 1000.0)) * 1000) AS INTEGER) END;
        """;

    /// <summary>Pairs of <paramref name="candidates"/> (columns i, j: rows of persons) with a weight of at least so much, in thousandths of a bit.</summary>
    public static string Scored(LinkageModel model, string candidates, int least)
    {
        var prior = Millibits(model.DuplicatesPerPerson / Math.Max(1, model.Persons - 1));
        var relativesPrior = model.RelativesPerPerson == 0 ? (int?)null : Millibits(model.RelativesPerPerson / Math.Max(1, model.Persons - 1));
        var shared = Names.ToDictionary(n => n, n => Entry(model, n).SharedByRelatives >= 0.5 ? 1 : 0);
        var same = string.Join(" + ", Names.Select(n => Pick(model, n, l => l.M / l.U)));
        var related = string.Join(" + ", Names.Select(n => Pick(model, n, l => ((Entry(model, n).SharedByRelatives * l.M) + ((1 - Entry(model, n).SharedByRelatives) * l.U)) / l.U)));
        var doubt = relativesPrior is { } start
            ? $"alternative({start} + {related} + {shared["given"]} * f_given + {shared["middle"]} * f_middle + {shared["family"]} * f_family + {shared["place"]} * f_place)"
            : "0";
        return $"""
            WITH pair AS MATERIALIZED (
                SELECT CASE WHEN a.fp <= b.fp THEN a ELSE b END AS a, CASE WHEN a.fp <= b.fp THEN b ELSE a END AS b
                FROM {candidates} c JOIN persons a ON a.i = c.i JOIN persons b ON b.i = c.j),
            parts AS (
                SELECT *, name_level(a.given, b.given) AS g, name_level(a.family, b.family) AS f, name_level(a.middle, b.middle) AS m,
                    name_level(a.given, b.family) AS gf, name_level(a.family, b.given) AS fg,
                    CASE WHEN a.middle.t IS NULL THEN name_level(a.family, b.middle) ELSE name_level(a.middle, b.family) END AS sh
                FROM pair),
            turned AS (
                SELECT *, (g IN (0, 5) AND f IN (0, 5)) AND ((gf IN (1, 2, 3) AND fg <= 4) OR (fg IN (1, 2, 3) AND gf <= 4)) AS swapped FROM parts),
            shifting AS (
                SELECT *, NOT swapped AND g <> 0 AND f = 5 AND m = 0 AND sh IN (1, 2, 3) AS shifted FROM turned),
            levels AS (
                SELECT a, b,
                    CASE WHEN swapped THEN gf ELSE g END AS given, m AS middle,
                    CASE WHEN swapped THEN fg WHEN shifted THEN sh ELSE f END AS family,
                    CASE WHEN swapped THEN 2 WHEN shifted THEN 3 WHEN g = 0 OR f = 0 THEN 0 ELSE 1 END AS nameOrder,
                    name_level(a.mother, b.mother) AS mother,
                    birth_level(a.born, a.born_full, b.born, b.born_full) AS birth,
                    same_level(a.sex, b.sex) AS sex,
                    number_level(a.national_id, b.national_id, a.id_generic) AS nationalId,
                    number_level(a.phone, b.phone, a.phone_generic) AS phone,
                    email_level(a.email, b.email, a.email_generic) AS email,
                    address_level(a.address, b.address) AS address,
                    place_level(a.village, a.postcode, a.district, b.village, b.postcode, b.district) AS place,
                    same_level(a.household, b.household) AS household
                FROM shifting),
            rare AS (
                SELECT *, CASE given WHEN 1 THEN a.f.given WHEN 2 THEN a.f.given_class ELSE 0 END AS f_given,
                    CASE middle WHEN 1 THEN a.f.middle WHEN 2 THEN a.f.middle_class ELSE 0 END AS f_middle,
                    CASE WHEN family NOT IN (1, 2) THEN 0
                        WHEN nameOrder = 3 AND a.middle.t IS NOT NULL THEN CASE family WHEN 1 THEN a.f.middle_family ELSE a.f.middle_family_class END
                        ELSE CASE family WHEN 1 THEN a.f.family ELSE a.f.family_class END END AS f_family,
                    CASE WHEN place IN (1, 2) THEN a.f.village ELSE 0 END AS f_place
                FROM levels),
            summed AS (SELECT a.i AS one, b.i AS other, {prior} + {same} + f_given + f_middle + f_family + f_place + {doubt} AS weight FROM rare)
            SELECT least(one, other) AS i, greatest(one, other) AS j, CAST(weight AS INTEGER) AS weight FROM summed WHERE weight >= {least}
            """;
    }

    /// <summary>What the rarity of a value adds, by table of the model.</summary>
    public static int Adjustment(LinkageModel model, string table, string? value) =>
        value is null || !model.Frequencies.TryGetValue(table, out var frequencies) ? 0
        : frequencies.Values.TryGetValue(value, out var share) ? Millibits(frequencies.Average / share)
        : frequencies.Rare > 0 ? Millibits(frequencies.Average / frequencies.Rare) : 0;

    private static ModelComparison Entry(LinkageModel model, string name) => model.Comparisons.Single(c => c.Name == name);

    private static string Pick(LinkageModel model, string name, Func<ModelLevel, double> ratio) =>
        $"[0, {string.Join(", ", Entry(model, name).Levels.Select(l => Millibits(ratio(l)).ToString(CultureInfo.InvariantCulture)))}][{name} + 1]";

    private static int Millibits(double ratio) => (int)Math.Round(Math.Log2(ratio) * 1000, MidpointRounding.AwayFromZero);
}
