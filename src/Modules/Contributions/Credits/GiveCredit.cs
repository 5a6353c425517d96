using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Credits;

/// <summary>Months to be credited, or credits to be taken back.</summary>
public sealed record CreditInput
{
    public required Guid PersonId { get; init; }

    public required string Scheme { get; init; }

    /// <summary>yyyyMM.</summary>
    public required int From { get; init; }

    /// <summary>yyyyMM.</summary>
    public required int To { get; init; }

    public required CreditKind Kind { get; init; }

    public required string Reason { get; init; }

    /// <summary>Empty when credits are taken back.</summary>
    public required string Evidence { get; init; }

    internal IEnumerable<Month> Months()
    {
        for (var (month, last) = (Month.FromCode(From), Month.FromCode(To)); month <= last; month = month.Add(1))
        {
            yield return month;
        }
    }
}

/// <summary>Credits months on evidence, where no award does it. One person prepares it, another approves.</summary>
public sealed class GiveCredit(ContributionsDb db, SchemeBook schemes, CreditRules rules, Merges merges, RecountYears recount, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "credits.give";
    private const int MostMonths = 36;

    /// <summary>Puts it up for a second person.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="scheme">The scheme; null where there is only one.</param>
    /// <param name="from">First month.</param>
    /// <param name="to">Last month; at most 36.</param>
    /// <param name="kind">Why the month counts.</param>
    /// <param name="evidence">The paper it rests on.</param>
    /// <param name="change">With the reason.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The package credits no such month, it is credited already, or lies ahead.</exception>
    public async Task<Proposal> ProposeAsync(string number, string? scheme, Month from, Month to, CreditKind kind, string? evidence, Change change, CancellationToken ct)
    {
        var (reason, paper) = (RelieveBill.Given(change.Reason, "reason", "Say why.", 1000), RelieveBill.Given(evidence, "evidence", "Name the paper it rests on, with its number and day.", 400));
        if (to < from || from.Add(MostMonths - 1) < to || to > Month.Of(change.Today))
        {
            throw new Refused("credit.months", $"Give the first and the last month, at most {MostMonths} and none that lies ahead.", "to");
        }

        var input = new CreditInput { PersonId = await PersonAsync(number, ct), Scheme = await schemes.SchemeAsync(scheme, ct), From = from.Code, To = to.Code, Kind = kind, Reason = reason, Evidence = paper };
        await CheckAsync(input, ct);
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, $"{input.PersonId} {input.Scheme}", $"Credit {from} to {to} for {CreditRules.Word(kind)}, person {number}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        return [.. await HeadAsync(db, input, ct), new("Kind", null, CreditRules.Word(input.Kind)), new("Evidence", null, input.Evidence), new("Because", null, input.Reason)];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        await CheckAsync(input, ct);
        var root = (await merges.RootsAsync([input.PersonId], ct))[input.PersonId];
        db.AddRange(input.Months().Select(m => new Credit
        {
            PersonId = root, DeclaredPersonId = input.PersonId, Scheme = input.Scheme, Month = m, Kind = input.Kind, Origin = Credit.ByOfficer, Reason = input.Reason, Evidence = input.Evidence, GivenAt = change.Now, GivenBy = change.Actor.Name, Live = Credit.LiveMark,
        }));
        await db.SaveAsync(change, ct);
        foreach (var year in input.Months().Select(m => m.Year).Distinct())
        {
            await recount.YearAsync([root], input.Scheme, year, change, ct);
        }
    }

    private async Task CheckAsync(CreditInput input, CancellationToken ct)
    {
        foreach (var month in input.Months())
        {
            if (!await rules.CountsAsync(input.Scheme, month, input.Kind, ct))
            {
                throw new Refused("credit.no-rule", $"The package in force in {month} credits no month for {CreditRules.Word(input.Kind)}.", "from");
            }
        }

        var (first, last) = (Month.FromCode(input.From), Month.FromCode(input.To));
        var root = (await merges.RootsAsync([input.PersonId], ct))[input.PersonId];
        if (await db.Set<Credit>().Where(c => c.PersonId == root && c.Scheme == input.Scheme && c.Month >= first && c.Month <= last && c.Live != null).OrderBy(c => c.Month).FirstOrDefaultAsync(ct) is { } held)
        {
            throw new Refused("credit.held", $"{held.Month} is credited already, on {held.Evidence}.", "from");
        }
    }

    private async Task<Guid> PersonAsync(string number, CancellationToken ct) => (await FindAsync(db, number, ct)).PersonId;

    internal static async Task<WorkerCopy> FindAsync(ContributionsDb db, string number, CancellationToken ct)
    {
        var seen = db.OfficesSeen;
        await db.DemandOpenAsync(number, "number", ct);
        return await db.Set<WorkerCopy>().AsNoTracking().FirstOrDefaultAsync(w => w.RegistrationNumber == number && (seen == null || seen.Contains(w.Office!)), ct) ?? throw new Refused("person.unknown", $"Nobody is known here under number {number}.", "number");
    }

    internal static async Task<IReadOnlyList<ShownField>> HeadAsync(ContributionsDb db, CreditInput input, CancellationToken ct)
    {
        var person = await db.Set<WorkerCopy>().AsNoTracking().SingleOrDefaultAsync(w => w.PersonId == input.PersonId, ct);
        return [new("Person", null, $"{person?.RegistrationNumber}, {person?.Name}"), new("Scheme", null, input.Scheme), new("Months", null, string.Create(CultureInfo.InvariantCulture, $"{Month.FromCode(input.From)} – {Month.FromCode(input.To)}"))];
    }

    internal static CreditInput Read(string payload) => JsonSerializer.Deserialize<CreditInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}

/// <summary>Takes credits back that an officer gave. One person prepares it, another approves. Credits of an award go with the award.</summary>
public sealed class TakeCreditBack(ContributionsDb db, SchemeBook schemes, Merges merges, RecountYears recount, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "credits.take-back";

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">No credit given by an officer lies in these months.</exception>
    public async Task<Proposal> ProposeAsync(string number, string? scheme, Month from, Month to, Change change, CancellationToken ct)
    {
        var reason = RelieveBill.Given(change.Reason, "reason", "Say why.", 1000);
        var person = await GiveCredit.FindAsync(db, number, ct);
        var input = new CreditInput { PersonId = person.PersonId, Scheme = await schemes.SchemeAsync(scheme, ct), From = from.Code, To = to.Code, Kind = default, Reason = reason, Evidence = "" };
        return await HeldAsync(input, ct) is { Count: > 0 }
            ? await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, $"{input.PersonId} {input.Scheme}", $"Take credits of {from} to {to} back, person {number}", input, change, ct)
            : throw new Refused("credit.none", "No month of these was credited by an officer. Credits of an award go with the award.", "from");
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = GiveCredit.Read(payload);
        return [.. await GiveCredit.HeadAsync(db, input, ct), new("Credited", string.Join(", ", (await HeldAsync(input, ct)).Select(c => $"{c.Month}")), null), new("Because", null, input.Reason)];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = GiveCredit.Read(payload);
        var held = await HeldAsync(input, ct);
        held.ForEach(c => (c.Live, c.TakenBackAt, c.TakenBackBy, c.TakenBackBecause) = (null, change.Now, change.Actor.Name, input.Reason));
        await db.SaveAsync(change, ct);
        foreach (var year in held.GroupBy(c => c.Month.Year))
        {
            await recount.YearAsync([.. year.Select(c => c.PersonId).Distinct()], input.Scheme, year.Key, change, ct);
        }
    }

    private async Task<List<Credit>> HeldAsync(CreditInput input, CancellationToken ct)
    {
        var (first, last) = (Month.FromCode(input.From), Month.FromCode(input.To));
        var root = (await merges.RootsAsync([input.PersonId], ct))[input.PersonId];
        return await db.Set<Credit>().Where(c => c.PersonId == root && c.Scheme == input.Scheme && c.Origin == Credit.ByOfficer && c.Live != null && c.Month >= first && c.Month <= last).OrderBy(c => c.Month).ToListAsync(ct);
    }
}
