using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Payments.Emergencies;

/// <summary>An event for which one-off transfers shall be made.</summary>
public sealed record NewEvent
{
    /// <summary>2 to 12 capital letters and digits, such as FLOOD26.</summary>
    public required string Code { get; init; }

    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>All lists together cost no more; major units.</summary>
    public required decimal Ceiling { get; init; }

    /// <summary>0 to 3,660: lists whose value dates lie less than so many days apart do not pay the same person.</summary>
    public int WithinDays { get; init; }

    /// <summary>Schemes whose beneficiaries are not paid, with commas between.</summary>
    public string? ExcludedSchemes { get; init; }
}

/// <summary>Opens an emergency event with its ceiling and rules: one person puts it up, another approves it.</summary>
public sealed class OpenEvent(PaymentsDb db, FourEyes fourEyes) : IProposedAct, IAmountAtStake
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.open-event";

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">A value is not usable, or the code is known already.</exception>
    public async Task<Proposal> ProposeAsync(NewEvent input, Change change, CancellationToken ct)
    {
        var made = await MakeAsync(input, change, ct);
        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, made.Code, $"Open the emergency event {made.Code}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var made = await MakeAsync(Read(payload), null, ct);
        return
        [
            new("Code", null, made.Code), new("Name", null, made.Name), new("Ceiling", null, made.Ceiling.ToString()), new("Days between two lists", null, made.WithinDays.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("Schemes excluded", null, made.ExcludedSchemes.Length == 0 ? "-" : made.ExcludedSchemes),
        ];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct) => [(await MakeAsync(Read(payload), null, ct)).Ceiling];

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct) => db.EmergencyEvents.Add(await MakeAsync(Read(payload), change, ct));

    private async Task<EmergencyEvent> MakeAsync(NewEvent input, Change? change, CancellationToken ct)
    {
        var (code, name) = (input.Code.Trim().ToUpperInvariant(), input.Name.Trim());
        Require(code.Length is >= 2 and <= 12 && code.All(char.IsAsciiLetterOrDigit), nameof(input.Code), "A code has 2 to 12 letters and digits, such as FLOOD26.");
        Require(name.Length is >= 1 and <= 100, nameof(input.Name), "Name the event, 1 to 100 characters.");
        var letters = input.Currency.Trim().ToUpperInvariant();
        Require(letters.Length == 3 && letters.All(char.IsAsciiLetterUpper), nameof(input.Currency), $"'{input.Currency}' is no currency code.");
        var currency = Currency.Of(letters);
        Require(input.Ceiling is > 0 and <= 1_000_000_000_000m && Money.FromMajor(input.Ceiling, currency, RoundingMode.HalfUp).Major == input.Ceiling, nameof(input.Ceiling), "The ceiling is more than nothing, at most 1,000,000,000,000, and no finer than the currency.");
        Require(input.WithinDays is >= 0 and <= 3660, nameof(input.WithinDays), "Name 0 to 3,660 days.");
        var excluded = string.Join(",", (input.ExcludedSchemes ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Require(excluded.Length <= 1000, nameof(input.ExcludedSchemes), "Name the schemes in 1,000 characters at most.");
        Require(!await db.EmergencyEvents.AnyAsync(e => e.Code == code, ct), nameof(input.Code), $"There is an event {code} already.");
        return new()
        {
            Code = code, Name = name, Currency = currency.Code, CeilingMinor = Money.FromMajor(input.Ceiling, currency, RoundingMode.HalfUp).Minor, WithinDays = input.WithinDays, ExcludedSchemes = excluded,
            OpenedAt = change?.Now ?? default, OpenedBy = change?.Actor.Name ?? "",
        };
    }

    private static void Require(bool fine, string field, string text)
    {
        if (!fine)
        {
            throw new Refused("emergency.value", text, field);
        }
    }

    private static NewEvent Read(string payload) => JsonSerializer.Deserialize<NewEvent>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
