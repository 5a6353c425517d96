using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Payments.Deductions;

/// <summary>A court order to be withheld. Amounts in major units of the award's currency.</summary>
public sealed record NewDeduction
{
    /// <summary>Award number with its check digits.</summary>
    public required string AwardNumber { get; init; }

    /// <summary>The court's file, 1 to 100 characters.</summary>
    public required string Reference { get; init; }

    /// <summary>Who gets it, 1 to 200 characters.</summary>
    public required string Creditor { get; init; }

    /// <summary>The creditor's account in words, for the list by which it is paid out.</summary>
    public string? CreditorAccount { get; init; }

    /// <summary>A fixed amount a month; or a share.</summary>
    public decimal? Monthly { get; init; }

    /// <summary>A share of the month's gross in percent, more than 0 and at most 100, two decimals; or an amount.</summary>
    public decimal? Percent { get; init; }

    /// <summary>In all, at most; null without limit.</summary>
    public decimal? Ceiling { get; init; }

    /// <summary>So much of a month must be left to the person.</summary>
    public decimal Floor { get; init; }

    /// <summary>1 to 99; 1 comes first.</summary>
    public int Priority { get; init; } = 10;

    /// <summary>First month withheld from, yyyyMM.</summary>
    public required int FromMonth { get; init; }

    /// <summary>Last month withheld from, yyyyMM; null until it is ended or its ceiling is reached.</summary>
    public int? ToMonth { get; init; }
}

/// <summary>Has a court's order withheld: one person puts it up with its reference, another approves it. An overpayment is recovered by Eligibility's word alone, never here.</summary>
public sealed class OrderDeduction(PaymentsDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.deduction";

    private const decimal Most = 1_000_000_000_000m;

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">A value is not usable, there is no such award, or the order is known already.</exception>
    public async Task<Proposal> ProposeAsync(NewDeduction input, Change change, CancellationToken ct)
    {
        await MakeAsync(input, change, ct);
        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, $"{input.AwardNumber.Trim()}:{input.Reference.Trim()}", $"Withhold {input.Reference.Trim()} from award {input.AwardNumber.Trim()}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var award = await AwardAsync(input, ct);
        var currency = Currency.Of(award.Currency);
        string Say(decimal amount) => Minor(amount, currency, "").ToString();
        var payee = await db.Payees.Where(p => p.PersonId == award.BeneficiaryId).Select(p => p.RegistrationNumber + " " + p.Name).SingleOrDefaultAsync(ct);
        return
        [
            new("Award", null, award.AwardNumber), new("Person", null, payee ?? "-"), new("Award gives a month", null, new Money(award.MonthlyMinor, currency).ToString()),
            new("Reference", null, input.Reference.Trim()), new("Creditor", null, input.Creditor.Trim()), new("Creditor's account", null, input.CreditorAccount?.Trim() ?? "-"),
            new("Withheld a month", null, input.Monthly is { } monthly ? Say(monthly) : string.Create(CultureInfo.InvariantCulture, $"{input.Percent}%")),
            new("In all at most", null, input.Ceiling is { } ceiling ? Say(ceiling) : "-"), new("Left to the person at least", null, Say(input.Floor)),
            new("Priority", null, input.Priority.ToString(CultureInfo.InvariantCulture)), new("Months", null, $"{Month.FromCode(input.FromMonth)} - {(input.ToMonth is { } to ? Month.FromCode(to).ToString() : "...")}"),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct) => db.DeductionOrders.Add(await MakeAsync(Read(payload), change, ct));

    private static Money Minor(decimal amount, Currency currency, string field) => Money.FromMajor(amount, currency, RoundingMode.HalfUp) is var money && money.Major == amount
        ? money
        : throw new Refused("deduction.amount", $"{amount.ToString(CultureInfo.InvariantCulture)} is finer than {currency} has units.", field);

    private async Task<Copies.AwardCopy> AwardAsync(NewDeduction input, CancellationToken ct)
    {
        var number = input.AwardNumber.Trim();
        return await db.AwardCopies.AsNoTracking().Where(a => a.AwardNumber == number).OrderBy(a => a.Component == "main" ? 0 : 1).ThenBy(a => a.Component).FirstOrDefaultAsync(ct)
            ?? throw new Refused("award.unknown", $"There is no award '{number}'; look it up on the person's page.", nameof(input.AwardNumber));
    }

    private async Task<DeductionOrder> MakeAsync(NewDeduction input, Change change, CancellationToken ct)
    {
        var award = await AwardAsync(input, ct);
        var currency = Currency.Of(award.Currency);
        var (reference, creditor) = (input.Reference.Trim(), input.Creditor.Trim());
        Require(reference.Length is >= 1 and <= 100, nameof(input.Reference), "Give the reference of the order, 1 to 100 characters.");
        Require(creditor.Length is >= 1 and <= 200, nameof(input.Creditor), "Say who gets it, 1 to 200 characters.");
        Require((input.CreditorAccount?.Trim().Length ?? 0) <= 200, nameof(input.CreditorAccount), "Give the account in 200 characters at most.");
        Require(input.Monthly is null != input.Percent is null, nameof(input.Monthly), "Give an amount a month or a percentage, one of the two.");
        Require(input.Monthly is null or (> 0 and <= Most), nameof(input.Monthly), "The amount is more than nothing and at most 1,000,000,000,000.");
        Require(input.Percent is null || (input.Percent is > 0 and <= 100 && decimal.Truncate(input.Percent.Value * 100) == input.Percent.Value * 100), nameof(input.Percent), "A percentage is more than 0 and at most 100, with two decimals at most.");
        Require(input.Ceiling is null or (> 0 and <= Most), nameof(input.Ceiling), "The ceiling is more than nothing and at most 1,000,000,000,000; leave it out when there is none.");
        Require(input.Floor is >= 0 and <= Most, nameof(input.Floor), "What is left to the person is nothing or more, at most 1,000,000,000,000.");
        Require(input.Priority is >= 1 and <= 99, nameof(input.Priority), "The priority is 1 to 99; 1 comes first.");
        Require(input.ToMonth is not { } to || to >= input.FromMonth, nameof(input.ToMonth), $"The last month lies before the first, {Month.FromCode(input.FromMonth)}.");
        if (await db.DeductionOrders.AnyAsync(o => o.AwardNumber == award.AwardNumber && o.Reference == reference, ct))
        {
            throw new Refused("deduction.exists", $"{reference} is withheld from award {award.AwardNumber} already, or was.", nameof(input.Reference));
        }

        return new DeductionOrder
        {
            Kind = DeductionKind.CourtOrder, AwardNumber = award.AwardNumber, Reference = reference, Creditor = creditor, CreditorAccount = string.IsNullOrWhiteSpace(input.CreditorAccount) ? null : input.CreditorAccount.Trim(),
            Currency = award.Currency, MonthlyMinor = input.Monthly is { } monthly ? Minor(monthly, currency, nameof(input.Monthly)).Minor : null, RateBasisPoints = input.Percent is { } percent ? (int)(percent * 100) : null,
            CeilingMinor = input.Ceiling is { } ceiling ? Minor(ceiling, currency, nameof(input.Ceiling)).Minor : null, FloorMinor = Minor(input.Floor, currency, nameof(input.Floor)).Minor,
            Priority = input.Priority, FromMonth = Month.FromCode(input.FromMonth), ToMonth = input.ToMonth is { } last ? Month.FromCode(last) : null, OrderedAt = change.Now, OrderedBy = change.Actor.Name, ChangedAt = change.Now,
        };
    }

    private static void Require(bool fine, string field, string text)
    {
        if (!fine)
        {
            throw new Refused("deduction.value", text, field);
        }
    }

    private static NewDeduction Read(string payload) => JsonSerializer.Deserialize<NewDeduction>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
