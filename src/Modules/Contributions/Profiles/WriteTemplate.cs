namespace Spmis.Contributions.Profiles;

/// <summary>Writes an empty file of a table layout, to be filled in: CSV or Excel.</summary>
internal static class WriteTemplate
{
    public static async Task SheetAsync(Profile profile, Stream target, CancellationToken ct)
    {
        await using var output = await SheetOutput.StartAsync(target, "Return", ct);
        foreach (var row in Rows(profile))
        {
            await output.RowAsync(row, ct);
        }
    }

    public static string Csv(Profile profile) => string.Concat(Rows(profile).Select(CsvLine.Of));

    private static IEnumerable<IReadOnlyList<string>> Rows(Profile profile) =>
        (profile.Head?.Fields.Select(f => (IReadOnlyList<string>)[f.Name, ""]) ?? []).Append([.. profile.Lines.Fields.Select(f => f.Name)]);
}
