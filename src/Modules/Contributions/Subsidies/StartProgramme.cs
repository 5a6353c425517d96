using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>A programme as somebody typed it. Blank where it does not apply.</summary>
public sealed record NewProgramme
{
    public string? Name { get; init; }

    /// <summary>Name of the third payer; a new account is opened for one not known yet.</summary>
    public string? Donor { get; init; }

    /// <summary>Of a new donor: nothing is given beyond what was paid in.</summary>
    public bool Prepaid { get; init; }

    /// <summary>The contribution scheme; blank where there is only one.</summary>
    public string? Scheme { get; init; }

    public SubsidyKind Kind { get; init; }

    public SubsidyReach Reach { get; init; }

    public string? Activity { get; init; }

    public string? District { get; init; }

    public int? AgeFrom { get; init; }

    public int? AgeTo { get; init; }

    public string? BenefitScheme { get; init; }

    /// <summary>2026-01.</summary>
    public string? From { get; init; }

    public string? To { get; init; }

    /// <summary>Per cent, up to two decimals: the donor's share, or the match for each unit paid.</summary>
    public string? Percent { get; init; }

    /// <summary>The flat amount, covered contribution or reward, as 1234.50.</summary>
    public string? Amount { get; init; }

    public int? InARow { get; init; }

    public string? Cap { get; init; }

    public int? MostMonths { get; init; }

    public string? Budget { get; init; }

    public bool Cumulates { get; init; }

    /// <summary>The agreement or decree it rests on.</summary>
    public string? Evidence { get; init; }
}

/// <summary>A programme as it is put up: what can be kept as it stands.</summary>
public sealed record ProgrammeInput(
    string Name, string Donor, bool Prepaid, string Scheme, SubsidyKind Kind, SubsidyReach Reach, string? Activity, string? District, int? AgeFrom, int? AgeTo, string? BenefitScheme,
    int From, int? To, int Rate, long AmountMinor, int? InARow, long? CapMinor, int? MostMonths, long? BudgetMinor, bool Cumulates, string Evidence, string Reason);

/// <summary>Starts a subsidy programme. One person prepares it, another approves. It begins with this month or a later one, so that no bill that went out is wrong.</summary>
public sealed class StartProgramme(ContributionsDb db, SchemeBook schemes, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "subsidies.start";

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">Something is missing or does not fit its kind, the name is taken, or its first month has passed.</exception>
    public async Task<Proposal> ProposeAsync(NewProgramme typed, Change change, CancellationToken ct)
    {
        var scheme = await schemes.SchemeAsync(string.IsNullOrWhiteSpace(typed.Scheme) ? null : typed.Scheme.Trim(), ct);
        var input = Read(typed, scheme, await schemes.CurrencyOfAsync(scheme, ct), RelieveBill.Given(change.Reason, "reason", "Say why.", 1000));
        await CheckAsync(input, change, ct);
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, input.Name, $"Subsidy programme {input.Name}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var p = Read(payload);
        var currency = await schemes.CurrencyOfAsync(p.Scheme, ct);
        string? Money(long? minor) => minor is { } m ? new Money(m, currency).ToString() : null;
        List<ShownField> fields =
        [
            new("Name", null, p.Name), new("Third payer", null, p.Donor + (p.Prepaid ? ", pays beforehand" : "")), new("Scheme", null, p.Scheme), new("Kind", null, p.Kind.ToString()), new("For", null, string.Join(", ", new[] { p.Reach.ToString(), p.Activity, p.District, p.BenefitScheme }.OfType<string>())),
            new("Months", null, $"{Month.FromCode(p.From)} – {(p.To is { } to ? Month.FromCode(to).ToString() : "")}"), new("Several programmes", null, p.Cumulates ? "added to others" : "the best counts"),
        ];
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                fields.Add(new(name, null, value));
            }
        }

        Add("Per cent", p.Rate > 0 ? string.Create(CultureInfo.InvariantCulture, $"{p.Rate / 100m:0.##} %") : null);
        Add("Amount", p.AmountMinor > 0 ? Money(p.AmountMinor) : null);
        Add("Months in a row", p.InARow?.ToString(CultureInfo.InvariantCulture));
        Add("Ages", p.AgeFrom is null && p.AgeTo is null ? null : string.Create(CultureInfo.InvariantCulture, $"{p.AgeFrom} – {p.AgeTo}"));
        Add("Most a person and month", Money(p.CapMinor));
        Add("Most months a person", p.MostMonths?.ToString(CultureInfo.InvariantCulture));
        Add("Budget", Money(p.BudgetMinor));
        Add("Evidence", p.Evidence);
        Add("Because", p.Reason);
        return fields;
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var p = Read(payload);
        await CheckAsync(p, change, ct);
        var currency = (await schemes.CurrencyOfAsync(p.Scheme, ct)).Code;
        var donor = await db.Set<Donor>().SingleOrDefaultAsync(d => d.Name == p.Donor && d.Currency == currency, ct);
        if (donor is null)
        {
            donor = new Donor { Id = Guid.CreateVersion7(), Name = p.Donor, Currency = currency, Prepaid = p.Prepaid, PaymentReference = PaymentReference.Of(await db.TakeNumbersAsync(PaymentReference.Series, 1, ct)) };
            db.Add(donor);
        }

        db.Add(new SubsidyProgramme
        {
            Name = p.Name, DonorId = donor.Id, Scheme = p.Scheme, Currency = currency, Kind = p.Kind, Reach = p.Reach, Activity = p.Activity, District = p.District, AgeFrom = p.AgeFrom, AgeTo = p.AgeTo, BenefitScheme = p.BenefitScheme,
            From = Month.FromCode(p.From), To = p.To is { } to ? Month.FromCode(to) : null, Rate = p.Rate, AmountMinor = p.AmountMinor, InARow = p.InARow, CapMinor = p.CapMinor, MostMonths = p.MostMonths, BudgetMinor = p.BudgetMinor,
            Cumulates = p.Cumulates, Evidence = p.Evidence, StartedAt = change.Now, StartedBy = change.Actor.Name,
        });
        await db.SaveAsync(change, ct);
    }

    private async Task CheckAsync(ProgrammeInput p, Change change, CancellationToken ct)
    {
        if (Month.FromCode(p.From) < Month.Of(change.Today))
        {
            throw new Refused("subsidy.month-past", "A programme begins with this month or a later one; what was billed before was billed without it.", "from");
        }

        if (await db.Set<SubsidyProgramme>().AnyAsync(x => x.Name == p.Name, ct))
        {
            throw new Refused("subsidy.name-taken", $"There is a programme '{p.Name}' already.", "name");
        }

        var currency = (await schemes.CurrencyOfAsync(p.Scheme, ct)).Code;
        if (await db.Set<Donor>().AsNoTracking().SingleOrDefaultAsync(d => d.Name == p.Donor && d.Currency == currency, ct) is { } known && known.Prepaid != p.Prepaid)
        {
            throw new Refused("subsidy.donor-pays", known.Prepaid ? $"{p.Donor} pays beforehand; say so here too." : $"{p.Donor} is billed by month; it does not pay beforehand.", "prepaid");
        }
    }

    private static ProgrammeInput Read(NewProgramme t, string scheme, Currency currency, string reason)
    {
        var (from, to) = (GivenMonth.Of(t.From, "from") ?? throw new Refused("value.missing", "Give the first month.", "from"), GivenMonth.Of(t.To, "to"));
        if (to < from)
        {
            throw new Refused("subsidy.months", "The last month is before the first.", "to");
        }

        var rate = t.Kind is SubsidyKind.Share or SubsidyKind.Match ? RateOf(t) : 0;
        var amount = t.Kind is SubsidyKind.Share or SubsidyKind.Match ? 0 : AmountOf(t.Amount, "amount", currency) ?? throw new Refused("value.missing", "Give the amount.", "amount");
        var benefit = t.Kind == SubsidyKind.Cover ? RelieveBill.Given(t.BenefitScheme, "benefitScheme", "Name the benefit scheme whose awards are covered.", 60) : null;
        var inARow = t.Kind != SubsidyKind.Reward ? null : t.InARow is >= 2 and <= 60 ? t.InARow : throw new Refused("subsidy.row", "Say after how many months in a row: 2 to 60.", "inARow");
        if (t.AgeFrom is < 0 or > 120 || t.AgeTo is < 0 or > 120 || t.AgeTo < t.AgeFrom)
        {
            throw new Refused("subsidy.ages", "Give ages from 0 to 120, the least first.", "ageFrom");
        }

        if (t.Kind == SubsidyKind.Cover && t.Reach != SubsidyReach.Everybody)
        {
            throw new Refused("subsidy.cover-reach", "A cover is for whoever has the award, in the months in which nobody contributes for them; it asks for no way of contributing. Choose everybody.", "reach");
        }

        if (t.Kind == SubsidyKind.Reward && !string.IsNullOrWhiteSpace(t.Cap))
        {
            throw new Refused("subsidy.reward-cap", "A reward is one amount, which no cap makes less. Leave the cap blank; the number of rewards a person is limited by the most months.", "cap");
        }

        return t.MostMonths is < 1 or > 600
            ? throw new Refused("subsidy.most-months", "Give 1 to 600 months, or leave it blank.", "mostMonths")
            : new ProgrammeInput(
                RelieveBill.Given(t.Name, "name", "Give the programme a name.", 200), RelieveBill.Given(t.Donor, "donor", "Name who pays.", 200), t.Prepaid, scheme, t.Kind, t.Reach, Blank(t.Activity, "activity", 40), Blank(t.District, "district", 200), t.AgeFrom, t.AgeTo, benefit,
                from.Code, to?.Code, rate, amount, inARow, AmountOf(t.Cap, "cap", currency), t.MostMonths, AmountOf(t.Budget, "budget", currency), t.Cumulates, RelieveBill.Given(t.Evidence, "evidence", "Name the agreement or decree it rests on.", 400), reason);
    }

    private static int RateOf(NewProgramme t)
    {
        if (!decimal.TryParse(t.Percent?.Trim().TrimEnd('%').Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) || percent <= 0 || percent * 100 != Math.Floor(percent * 100) || percent > (t.Kind == SubsidyKind.Share ? 100 : 1000))
        {
            throw new Refused("subsidy.percent", t.Kind == SubsidyKind.Share ? "Give the donor's share in per cent, above 0 and at most 100, with at most two decimals." : "Give the match for each unit paid in per cent, above 0 and at most 1000, with at most two decimals.", "percent");
        }

        // Who pays nothing makes no payment to which anything could be added.
        return t.Kind == SubsidyKind.Share && percent == 100 && t.Reach != SubsidyReach.Employed
            ? throw new Refused("subsidy.whole-share", "A share of 100 % is possible only for workers whom an employer declares. Whoever pays nothing is covered by a programme that covers months of awards.", "percent")
            : (int)(percent * 100);
    }

    private static long? AmountOf(string? text, string field, Currency currency) => string.IsNullOrWhiteSpace(text) ? null
        : !Money.TryParse(text.Trim(), currency, out var money, out var problem) ? throw new Refused("amount.form", problem ?? "The amount cannot be read.", field)
        : money.Minor <= 0 ? throw new Refused("amount.zero", "Write an amount above zero.", field) : money.Minor;

    private static string? Blank(string? text, string field, int most) => text?.Trim() is not { Length: > 0 } given ? null : given.Length > most ? throw new Refused("value.too-long", $"At most {most} characters.", field) : given;


    private static ProgrammeInput Read(string payload) => JsonSerializer.Deserialize<ProgrammeInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
