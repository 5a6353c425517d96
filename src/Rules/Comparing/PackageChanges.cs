namespace Spmis.Rules.Comparing;

/// <summary>Changes of the package as a whole: version, currency, laws, holidays.</summary>
internal static class PackageChanges
{
    public static IEnumerable<SchemeChange> Of(Scheme before, Scheme after)
    {
        if (before.Id != after.Id)
        {
            yield return Changed("scheme", $"The packages are of two schemes: {before.Id} and {after.Id}.");
        }

        if (before.Hash != after.Hash && before.Version == after.Version)
        {
            yield return Changed("version", $"The files differ, but both call themselves version {after.Version}.");
        }
        else if (before.Version != after.Version)
        {
            yield return Changed("version", $"Version {before.Version} becomes {after.Version}.");
        }

        if (before.Currency != after.Currency)
        {
            yield return Changed("currency", $"The currency changes from {before.Currency} to {after.Currency}.");
        }

        foreach (var change in Sets.Compare(before.LegalBasis, after.LegalBasis, l => l, (l, how) => new SchemeChange("package", "legal_basis", how, $"The law '{l}' is {how}.")))
        {
            yield return change;
        }

        foreach (var change in Sets.Compare(before.Content.Calendar.Holidays.Order(), after.Content.Calendar.Holidays.Order(), d => d, (d, how) => new SchemeChange("package", "calendar", how, $"The holiday {d:yyyy-MM-dd} is {how}.")))
        {
            yield return change;
        }

        foreach (var change in Sets.Compare(before.Content.Calendar.Weekend.Order(), after.Content.Calendar.Weekend.Order(), d => d, (d, how) => new SchemeChange("package", "calendar", how, $"{d} is {how} as a day of the weekend.")))
        {
            yield return change;
        }
    }

    private static SchemeChange Changed(string name, string words) => new("package", name, "changed", words);
}

/// <summary>What one list has and the other has not.</summary>
internal static class Sets
{
    public const string Added = "added";
    public const string Removed = "removed";

    public static IEnumerable<SchemeChange> Compare<T, TKey>(IEnumerable<T> before, IEnumerable<T> after, Func<T, TKey> key, Func<T, string, SchemeChange> say)
    {
        var (old, now) = (before.ToList(), after.ToList());
        var (oldKeys, nowKeys) = (old.Select(key).ToHashSet(), now.Select(key).ToHashSet());
        return [.. old.Where(o => !nowKeys.Contains(key(o))).Select(o => say(o, Removed)), .. now.Where(n => !oldKeys.Contains(key(n))).Select(n => say(n, Added))];
    }
}
