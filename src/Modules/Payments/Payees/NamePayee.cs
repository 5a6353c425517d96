using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Agencies;
using Spmis.Payments.Copies;
using Spmis.Values;

namespace Spmis.Payments.Payees;

/// <summary>Somebody who shall receive the payments of an award.</summary>
public sealed record NewNamedPayee
{
    /// <summary>Award number with its check digits.</summary>
    public required string AwardNumber { get; init; }

    public required NamedPayeeKind Kind { get; init; }

    /// <summary>Registration number of the person who receives; null for an institution.</summary>
    public string? PersonNumber { get; init; }

    /// <summary>An institution's name, 1 to 140 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Code of an institution's agency.</summary>
    public string? Agency { get; init; }

    /// <summary>An institution's account.</summary>
    public string? Account { get; init; }

    /// <summary>A share in percent, with two decimals at most, of each payment, when several receive it; null: all that is not shared out.</summary>
    public decimal? SharePercent { get; init; }

    /// <summary>Number of the share of which this is the next recipient; null for a share of its own, or for none.</summary>
    public int? Part { get; init; }

    /// <summary>First month, yyyyMM.</summary>
    public required int FromMonth { get; init; }

    /// <summary>Last month, yyyyMM; null until it is ended.</summary>
    public int? ToMonth { get; init; }

    /// <summary>Why, 1 to 400 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>The document that says so, 1 to 200 characters.</summary>
    public required string Evidence { get; init; }
}

/// <summary>Names another payee of an award, or of a share of it, for some months: one person puts it up with reason and evidence, another approves it. Months not yet sent are paid so by the next run.</summary>
public sealed class NamePayee(PaymentsDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.name-payee";

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">A value is not usable, award or person are unknown, another payee is named for months after these, or a month that would be shared out otherwise was sent.</exception>
    public async Task<Proposal> ProposeAsync(NewNamedPayee input, Change change, CancellationToken ct)
    {
        var (row, _) = await MakeAsync(input, change, ct);
        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, row.AwardNumber, $"Pay award {row.AwardNumber} to another payee", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var (row, award) = await MakeAsync(Read(payload), null, ct);
        var before = (await db.NamedPayees.AsNoTracking().Where(p => p.AwardNumber == row.AwardNumber && p.Part == row.Part).OrderBy(p => p.Sequence).ToListAsync(ct)).LastOrDefault(p => p.Covers(row.FromMonth));
        return
        [
            new("Award", null, award.AwardNumber), new("Person", null, await NameAsync(award.BeneficiaryId, ct)),
            new("Payee", await NameAsync(before?.PersonId ?? (before is null && row.Part == 0 ? award.PayeeId : null), ct) is var name && before is { PersonId: null } ? before.Name : name, row.PersonId is { } id ? await NameAsync(id, ct) : row.Name),
            .. row.ShareBasisPoints is { } share ? [new ShownField("Share", before?.ShareBasisPoints is { } old ? Percent(old) : null, $"{row.Part}: {Percent(share)}")] : Array.Empty<ShownField>(),
            new("Kind", null, row.Kind.ToString()), new("Account", null, row.Account is { } account ? $"{row.Agency} {account}" : "-"),
            new("Months", null, $"{row.FromMonth} - {(row.ToMonth is { } to ? to.ToString() : "...")}"), new("Reason", null, row.Reason), new("Evidence", null, row.Evidence),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var (row, _) = await MakeAsync(Read(payload), change, ct);
        foreach (var other in await db.NamedPayees.Where(p => p.AwardNumber == row.AwardNumber).ToListAsync(ct))
        {
            if (other.Part == row.Part && other.Overlaps(row))
            {
                // The later word holds from its first month on.
                (other.ToMonth, other.ChangedAt) = ((other.FromMonth < row.FromMonth ? row.FromMonth : other.FromMonth).Add(-1), change.Now);
                other.Version++;
            }
        }

        db.NamedPayees.Add(row);
    }

    private static string Percent(int basisPoints) => string.Create(CultureInfo.InvariantCulture, $"{basisPoints / 100m:0.##} %");

    private async Task<string?> NameAsync(Guid? person, CancellationToken ct) =>
        person is { } id ? await db.Payees.Where(p => p.PersonId == id).Select(p => p.RegistrationNumber + " " + p.Name).SingleOrDefaultAsync(ct) ?? "-" : null;

    private async Task<(NamedPayee Row, AwardCopy Award)> MakeAsync(NewNamedPayee input, Change? change, CancellationToken ct)
    {
        var number = input.AwardNumber.Trim();
        var award = await db.AwardCopies.AsNoTracking().Where(a => a.AwardNumber == number).OrderBy(a => a.Component == "main" ? 0 : 1).ThenBy(a => a.Component).FirstOrDefaultAsync(ct)
            ?? throw new Refused("award.unknown", $"There is no award '{number}'; look it up on the person's page.", nameof(input.AwardNumber));
        var (reason, evidence) = (input.Reason.Trim(), input.Evidence.Trim());
        Require(reason.Length is >= 1 and <= 400, nameof(input.Reason), "Say why somebody else receives it, 1 to 400 characters.");
        Require(evidence.Length is >= 1 and <= 200, nameof(input.Evidence), "Name the document that says so, 1 to 200 characters.");
        Require(input.ToMonth is not { } to || to >= input.FromMonth, nameof(input.ToMonth), $"The last month lies before the first, {Month.FromCode(input.FromMonth)}.");
        var person = input.Kind == NamedPayeeKind.Institution ? null : await PersonAsync(input, award, ct);
        var (name, agency, account) = input.Kind == NamedPayeeKind.Institution ? await InstitutionAsync(input, award, ct) : (null, null, null);
        var others = await db.NamedPayees.AsNoTracking().Where(p => p.AwardNumber == number).ToListAsync(ct);
        var (part, basisPoints) = Shares.Of(input, others);
        var row = new NamedPayee
        {
            Id = Guid.CreateVersion7(), AwardNumber = number, Sequence = others.Count + 1, Part = part, ShareBasisPoints = basisPoints, Kind = input.Kind, PersonId = person, Name = name, Agency = agency, Account = account,
            FromMonth = Month.FromCode(input.FromMonth), ToMonth = input.ToMonth is { } last ? Month.FromCode(last) : null, Reason = reason, Evidence = evidence,
            ApprovedAt = change?.Now ?? default, ApprovedBy = change?.Actor.Name ?? "", ChangedAt = change?.Now ?? default,
        };
        if (row.ToMonth is { } end && others.Find(o => o.Part == row.Part && o.Overlaps(row) && (o.ToMonth is not { } oTo || oTo > end)) is { } beyond)
        {
            throw new Refused("payee.overlaps", $"Another payee is named from {beyond.FromMonth} beyond {end}; end that first, or leave the last month out.", nameof(input.ToMonth));
        }

        await Shares.CheckAsync(db, row, others, ct);
        return (row, award);
    }

    private async Task<Guid?> PersonAsync(NewNamedPayee input, AwardCopy award, CancellationToken ct)
    {
        var number = (input.PersonNumber ?? "").Trim();
        await db.DemandOpenAsync(number, nameof(input.PersonNumber), ct);
        var person = await db.Payees.AsNoTracking().Where(p => p.RegistrationNumber == number).OrderBy(p => p.PersonId).FirstOrDefaultAsync(ct)
            ?? throw new Refused("person.unknown", $"There is no person '{number}'; register who shall receive it first.", nameof(input.PersonNumber));
        Require(person.DiedOn is null, nameof(input.PersonNumber), $"{number} has died.");
        Require(person.MergedIntoId is null && !await db.Merges.AnyAsync(m => !m.Undone && m.MergedId == person.PersonId, ct), nameof(input.PersonNumber), $"{number} was merged into another record; name that one.");
        Require(input.SharePercent is not null || input.Part is not null || person.PersonId != award.BeneficiaryId || award.PayeeId != award.BeneficiaryId, nameof(input.PersonNumber), $"{number} is the person entitled, who receives it anyway.");
        return person.PersonId;
    }

    private async Task<(string Name, string Agency, string Account)> InstitutionAsync(NewNamedPayee input, AwardCopy award, CancellationToken ct)
    {
        var (name, code, account) = ((input.Name ?? "").Trim(), (input.Agency ?? "").Trim().ToUpperInvariant(), AccountNumbers.Clean(input.Account ?? ""));
        Require(name.Length is >= 1 and <= 140, nameof(input.Name), "Give the institution's name, 1 to 140 characters.");
        var agency = await AgencyInForce.FindAsync(db, code, ct);
        Require(agency is { ClosedAt: null }, nameof(input.Agency), $"There is no open agency '{code}'.");
        Require(agency?.Settings.Currency is not { } only || only == award.Currency, nameof(input.Agency), $"{code} does not pay {award.Currency}.");
        Require(account.Length is > 0 and <= 200, nameof(input.Account), "Give the institution's account.");
        var problem = agency?.AccountProblem(account);
        Require(problem is null, nameof(input.Account), $"The account is not usable: {problem}.");
        return (name, code, account);
    }

    private static void Require(bool fine, string field, string text)
    {
        if (!fine)
        {
            throw new Refused("payee.value", text, field);
        }
    }

    private static NewNamedPayee Read(string payload) => JsonSerializer.Deserialize<NewNamedPayee>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
