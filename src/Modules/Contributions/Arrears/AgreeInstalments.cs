using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Arrears;

/// <summary>What is agreed.</summary>
public sealed record AgreementInput
{
    public required Guid EmployerId { get; init; }

    /// <summary>The bills, with what was open of each in minor units.</summary>
    public required IReadOnlyDictionary<Guid, long> Bills { get; init; }

    public required int Instalments { get; init; }

    public required DateOnly FirstDueOn { get; init; }

    /// <summary>The first instalment, when it is to be another than the rest.</summary>
    public long? FirstMinor { get; init; }

    public required bool InterestStops { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Agrees with an employer to pay all that is overdue in instalments. One person prepares it, another approves.</summary>
public sealed class AgreeInstalments(ContributionsDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "arrears.agree";
    private const int MostInstalments = 60;
    private const int MostMonthsAhead = 12;
    private const int MostBills = 200;

    /// <summary>Puts it up for a second person.</summary>
    /// <param name="employerNumber">Whose debt.</param>
    /// <param name="instalments">How many, 2 to 60.</param>
    /// <param name="firstDueOn">Last day of the first; the others follow month by month.</param>
    /// <param name="first">The first instalment as 1234.50; blank for equal ones.</param>
    /// <param name="interestStops">No interest while it is kept.</param>
    /// <param name="change">With the reason.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">Nothing is overdue, an agreement runs, or the schedule does not work.</exception>
    public async Task<Proposal> ProposeAsync(string employerNumber, int instalments, DateOnly firstDueOn, string? first, bool interestStops, Change change, CancellationToken ct)
    {
        var reason = RelieveBill.Given(change.Reason, "reason", "Say why the employer cannot pay at once.", 1000);
        var employer = await db.Set<EmployerCopy>().AsNoTracking().SingleOrDefaultAsync(e => e.EmployerNumber == employerNumber, ct) ?? throw new Refused("employer.unknown", $"There is no employer {employerNumber}.", "employerNumber");
        await CheckNoneAsync(employer.EmployerId, ct);
        var today = change.Today;
        var bills = await db.Set<Bill>().AsNoTracking().Where(b => b.EmployerId == employer.EmployerId && b.PaidOn == null && b.DueOn < today).OrderBy(b => b.Number).Take(MostBills + 1).ToListAsync(ct);
        if (bills.Count is 0 or > MostBills || bills.Select(b => b.Currency).Distinct().Count() > 1)
        {
            throw bills.Count == 0 ? new Refused("agreement.nothing-overdue", $"Nothing of employer {employerNumber} is overdue.", "employerNumber") : new Refused("agreement.too-much", $"An agreement takes at most {MostBills} bills of one currency.", "employerNumber");
        }

        if (firstDueOn < today)
        {
            throw new Refused("agreement.first-past", "The first instalment is due today or later.", "firstDueOn");
        }

        if (firstDueOn > today.AddMonths(MostMonthsAhead))
        {
            throw new Refused("agreement.first-ahead", $"The first instalment is due within {MostMonthsAhead} months.", "firstDueOn");
        }

        var input = new AgreementInput
        {
            EmployerId = employer.EmployerId, Bills = bills.ToDictionary(b => b.Id, b => b.OpenMinor), Instalments = instalments, FirstDueOn = firstDueOn, FirstMinor = First(first, bills[0].Currency), InterestStops = interestStops, Reason = reason,
        };
        _ = Schedule(input.Bills.Values.Sum(), input);
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, employer.EmployerId.ToString(), $"Instalments for employer {employerNumber}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var bills = await BillsAsync(input, ct);
        var currency = Currency.Of(bills[0].Currency);
        var name = await db.Set<EmployerCopy>().Where(e => e.EmployerId == input.EmployerId).Select(e => e.Name).SingleOrDefaultAsync(ct);
        return
        [
            new("Employer", null, $"{bills[0].EmployerNumber}, {name}"), new("Overdue", new Money(bills.Sum(b => b.OpenMinor), currency).ToString(), null), new("Bills", null, string.Join(", ", bills.Select(b => b.PaymentReference))),
            .. Schedule(input.Bills.Values.Sum(), input).Select((s, i) => new ShownField(string.Create(CultureInfo.InvariantCulture, $"Instalment {i + 1}"), null, $"{new Money(s.AmountMinor, currency)}, until {s.DueOn:yyyy-MM-dd}")),
            new("Interest", null, input.InterestStops ? "None while it is kept; from the day due when it is broken" : "Goes on"), new("Because", null, input.Reason),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        if (input.FirstDueOn < change.Today)
        {
            throw new Refused("agreement.first-past", $"The first instalment was to be paid until {input.FirstDueOn:yyyy-MM-dd}, which is over. Reject it and prepare it again with a later day.");
        }

        await CheckNoneAsync(input.EmployerId, ct);
        var bills = await BillsAsync(input, ct);
        if (bills.Any(b => b.OpenMinor != input.Bills[b.Id]))
        {
            throw new Refused("agreement.paid-meanwhile", "Something was paid since this was prepared. Reject it and prepare it again.");
        }

        var total = input.Bills.Values.Sum();
        var agreement = new Agreement
        {
            Id = Guid.CreateVersion7(), Number = PaymentReference.Of(await db.TakeNumbersAsync(PaymentReference.Series, 1, ct)), EmployerId = input.EmployerId, EmployerNumber = bills[0].EmployerNumber, Currency = bills[0].Currency, TotalMinor = total,
            InterestStops = input.InterestStops, Reason = input.Reason, ApprovedAt = change.Now, ApprovedBy = change.Actor.Name, Open = Agreement.OpenMark,
        };
        db.Add(agreement);
        db.AddRange(bills.Select(b => new AgreementBill { AgreementId = agreement.Id, BillId = b.Id, AmountMinor = b.OpenMinor }));
        db.AddRange(Schedule(total, input).Select((s, i) => new Instalment { AgreementId = agreement.Id, No = i + 1, DueOn = s.DueOn, AmountMinor = s.AmountMinor }));
        await db.SaveAsync(change, ct);
    }

    /// <summary>Instalments month by month that sum exactly; what does not divide is in the last.</summary>
    internal static IReadOnlyList<(DateOnly DueOn, long AmountMinor)> Schedule(long totalMinor, AgreementInput input)
    {
        if (input.Instalments is < 2 or > MostInstalments)
        {
            throw new Refused("agreement.instalments", $"Agree on 2 to {MostInstalments} instalments.", "instalments");
        }

        var first = input.FirstMinor ?? totalMinor / input.Instalments;
        var each = (totalMinor - first) / (input.Instalments - 1);
        if (first <= 0 || each <= 0)
        {
            throw new Refused("agreement.first", "Each instalment must be above zero.", input.FirstMinor is null ? "instalments" : "first");
        }

        return [.. Enumerable.Range(0, input.Instalments).Select(i => (input.FirstDueOn.AddMonths(i), i == 0 ? first : i < input.Instalments - 1 ? each : totalMinor - first - (each * (input.Instalments - 2))))];
    }

    private static long? First(string? text, string currency) => string.IsNullOrWhiteSpace(text) ? null
        : Money.TryParse(text.Trim(), Currency.Of(currency), out var money, out var problem) ? money.Minor : throw new Refused("amount.form", problem ?? "The amount cannot be read.", "first");

    private async Task CheckNoneAsync(Guid employer, CancellationToken ct)
    {
        if (await db.Set<Agreement>().AsNoTracking().Where(a => a.EmployerId == employer && a.Open != null).Select(a => a.Number).FirstOrDefaultAsync(ct) is { } number)
        {
            throw new Refused("agreement.open", $"Agreement {number} of this employer runs. There is one at a time.", "employerNumber");
        }
    }

    private async Task<List<Bill>> BillsAsync(AgreementInput input, CancellationToken ct)
    {
        var ids = input.Bills.Keys.ToList();
        return await db.Set<Bill>().AsNoTracking().Where(b => ids.Contains(b.Id)).OrderBy(b => b.Number).ToListAsync(ct);
    }

    private static AgreementInput Read(string payload) => JsonSerializer.Deserialize<AgreementInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
