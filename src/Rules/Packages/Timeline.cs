using Spmis.Rules.Parameters;

namespace Spmis.Rules.Packages;

/// <summary>Puts the dated values of a figure in order and finds gaps and overlaps, for every state of knowledge.</summary>
internal sealed class Timeline(string figure, ErrorList errors)
{
    private const int MostValues = 2000;
    private const int MostRecords = 200;

    public IReadOnlyList<ParameterEntry>? Build(Place place, IReadOnlyList<EntryDraft> drafts)
    {
        if (drafts.Count == 0)
        {
            errors.Add(place, $"Figure '{figure}' has no values.", "Write values: [{from: 2026-02-01, value: ...}].");
            return null;
        }

        var known = drafts.Select(d => d.Recorded).Distinct().ToList();
        if (drafts.Count > MostValues || known.Count > MostRecords)
        {
            errors.Add(place, $"Figure '{figure}' has more than {MostValues} dated values or {MostRecords} days on which values became known.", "Cut the figure into several.");
            return null;
        }

        foreach (var draft in drafts.Where(d => d.To < d.From))
        {
            errors.Add(draft.Place, $"The value ends ({draft.To:yyyy-MM-dd}) before it begins ({draft.From:yyyy-MM-dd}).", "Let 'to' be the last day in force.");
        }

        foreach (var day in known)
        {
            Check([.. drafts.Where(d => d.Recorded is null || d.Recorded <= day).OrderBy(d => d.From ?? DateOnly.MinValue).ThenBy(d => d.Recorded ?? DateOnly.MinValue)]);
        }

        return drafts.Any(d => d.Cell is null) ? null : [.. drafts
            .OrderBy(d => d.From ?? DateOnly.MinValue).ThenBy(d => d.Recorded ?? DateOnly.MinValue)
            .Select(d => new ParameterEntry { From = d.From ?? DateOnly.MinValue, To = d.To ?? DateOnly.MaxValue, Recorded = d.Recorded, Article = d.Article, Cell = d.Cell! })]; // Any null was turned away above.
    }

    private void Check(IReadOnlyList<EntryDraft> inOrder)
    {
        // A later record of the same start corrects the earlier one.
        var valid = inOrder.GroupBy(d => d.From).SelectMany(g => Latest([.. g])).ToList();
        foreach (var (one, next) in valid.Zip(valid.Skip(1)))
        {
            if (one.To is { } end && next.From <= end)
            {
                errors.Add(next.Place, $"Two values of '{figure}' overlap: one holds until {end:yyyy-MM-dd}, the next from {next.From:yyyy-MM-dd}.", $"End the first on {next.From?.AddDays(-1):yyyy-MM-dd}, or leave 'to' out.");
            }
            else if (one.To is { } last && next.From > last.AddDays(1))
            {
                errors.Add(next.Place, $"'{figure}' has a gap from {last.AddDays(1):yyyy-MM-dd} to {next.From?.AddDays(-1):yyyy-MM-dd}.", $"Give the value of those days, or say {{from: {last.AddDays(1):yyyy-MM-dd}, value: none}}.");
            }

            Rows(one, next);
        }
    }

    private IEnumerable<EntryDraft> Latest(IReadOnlyList<EntryDraft> sameStart)
    {
        foreach (var twice in sameStart.GroupBy(d => d.Recorded).Where(g => g.Count() > 1).Select(g => g.Last()))
        {
            errors.Add(twice.Place, $"Two values of '{figure}' overlap: both hold from {(twice.From is null ? "the beginning" : twice.From.Value.ToString("yyyy-MM-dd", null))}.", "Keep one, or say with 'recorded' when the correction became known.");
        }

        yield return sameStart[^1];
    }

    private void Rows(EntryDraft one, EntryDraft next)
    {
        if (one.Cell is { Rows: { } before } && next.Cell is { Rows: { } after } && before.Keys.Where(k => !after.ContainsKey(k)).Select(k => k.ToString()).FirstOrDefault() is { } dropped)
        {
            errors.Add(next.Place, $"'{figure}' has a gap: the row '{dropped}' is not there from {next.From:yyyy-MM-dd} on.", $"Give its value, or say {dropped}: none.");
        }
    }
}
