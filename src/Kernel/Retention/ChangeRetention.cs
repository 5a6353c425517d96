using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;

namespace Spmis.Kernel.Retention;

/// <summary>How long a kind shall be kept, from a day on.</summary>
public sealed record NewRetention
{
    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>First day, today or later.</summary>
    public required DateOnly FromDay { get; init; }

    /// <summary>Months; null to keep everything.</summary>
    public required int? Months { get; init; }

    /// <summary>The law, decree or order, with its date.</summary>
    public required string LegalBasis { get; init; }
}

/// <summary>Changes how long one kind of record of a module is kept; by two people, since what ends does not come back.</summary>
/// <param name="module">The module that keeps it.</param>
/// <param name="services">To find its database and kinds.</param>
public sealed class ChangeRetention(string module, IServiceProvider services) : IProposedAct
{
    /// <summary>The act's name, the same in every module.</summary>
    public const string Act = "retention.rule";

    private const int LongestBasis = 400;
    private const int MostMonths = 1_200;

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">What is wrong, in which field.</exception>
    public async Task<Proposal> ProposeAsync(NewRetention input, Change change, CancellationToken ct)
    {
        var clean = input with { LegalBasis = input.LegalBasis.Trim() };
        Check(clean, change.Today);
        return await services.GetRequiredService<FourEyes>().ProposeAsync(
            module, Act, clean.Kind, string.Create(CultureInfo.InvariantCulture, $"How long {clean.Kind} is kept from {clean.FromDay:yyyy-MM-dd}"), clean, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var before = await RetentionRule.InForceAsync(Db, input.Kind, input.FromDay, ct);
        return
        [
            new("Kind", input.Kind, input.Kind), new("From", null, input.FromDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            new("Kept", InWords(before?.Months), InWords(input.Months)), new("Legal basis", before?.LegalBasis, input.LegalBasis),
            new("Rules that would begin later and no longer will", null, await ComingAsync(input, ct)),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        Check(input, change.Today);
        Db.RetentionRules.Add(new RetentionRule { Kind = input.Kind, FromDay = input.FromDay, Months = input.Months, LegalBasis = input.LegalBasis, ApprovedBy = change.Actor.Name, ApprovedAt = change.Now });
        await Db.SaveAsync(change, ct);
    }

    private async Task<string> ComingAsync(NewRetention input, CancellationToken ct)
    {
        const int shown = 10;
        var coming = await Db.RetentionRules.AsNoTracking().Where(r => r.Kind == input.Kind && r.FromDay > input.FromDay).OrderBy(r => r.FromDay).Take(shown).ToListAsync(ct);
        return coming.Count == 0 ? "none" : string.Join("; ", coming.Select(r => $"{r.FromDay:yyyy-MM-dd}: {InWords(r.Months)} ({r.LegalBasis})"));
    }

    private ModuleDb Db => services.GetRequiredKeyedService<ModuleDb>(module);

    private void Check(NewRetention input, DateOnly today)
    {
        var kind = services.GetServices<RetainedKind>().SingleOrDefault(k => k.Module == module && k.Name == input.Kind) ?? throw new Refused("retention.kind-unknown", $"{module} keeps no records of the kind '{input.Kind}' that end by rule.", "kind");
        if (input.FromDay < today)
        {
            throw new Refused("retention.past", "The first day has gone by; begin today or later.", "fromDay");
        }

        if (input.Months is { } months && (months < kind.LeastMonths || months > MostMonths))
        {
            throw new Refused("retention.months", $"Write {kind.LeastMonths} to {MostMonths} months, or leave it empty to keep everything.", "months");
        }

        if (input.LegalBasis.Length is 0 or > LongestBasis)
        {
            throw new Refused("retention.no-basis", $"Name the law, decree or order with its date, in at most {LongestBasis} characters.", "legalBasis");
        }
    }

    private static string InWords(int? months) => months is { } m ? $"{m} months" : "without end";

    private static NewRetention Read(string payload) => JsonSerializer.Deserialize<NewRetention>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
