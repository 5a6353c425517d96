using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Payments.Vouchers;

/// <summary>Vouchers to be made.</summary>
public sealed record NewVouchers
{
    /// <summary>1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>1 to 20 letters and digits.</summary>
    public required string Group { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Of each voucher, major units.</summary>
    public required decimal Value { get; init; }

    /// <summary>1 to 100,000; the number of persons when persons are named.</summary>
    public int Count { get; init; }

    /// <summary>The last day on which they are taken.</summary>
    public required DateOnly ExpiresOn { get; init; }

    /// <summary>Codes of agencies that take them, with commas between; null for all.</summary>
    public string? Agencies { get; init; }

    /// <summary>Registration numbers, 1,000 at most: a voucher for each of them. Null for vouchers to bearer.</summary>
    public IReadOnlyList<string>? Persons { get; init; }
}

/// <summary>Has vouchers made: one person puts it up, another approves it, a run makes the numbers.</summary>
public sealed class CreateVouchers(PaymentsDb db, FourEyes fourEyes, VoucherNumbers numbers) : IProposedAct, IAmountAtStake
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.create-vouchers";

    /// <summary>Vouchers of one batch.</summary>
    public const int Most = 100_000;

    private const int MostPersons = 1000;

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">A value is not usable.</exception>
    public async Task<Proposal> ProposeAsync(NewVouchers input, Change change, CancellationToken ct)
    {
        var (batch, _) = await MakeAsync(input, "", change, ct);
        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, $"{batch.Group}:{batch.Name}", $"Make {batch.Count} vouchers: {batch.Name}", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var (batch, persons) = await MakeAsync(Read(payload), "", null, ct);
        return
        [
            new("Name", null, batch.Name), new("Group", null, batch.Group), new("Vouchers", null, batch.Count.ToString("N0", CultureInfo.InvariantCulture)), new("Value of each", null, batch.Value.ToString()),
            new("Value of all", null, new Money(batch.ValueMinor * batch.Count, Currency.Of(batch.Currency)).ToString()), new("Last day", null, $"{batch.ExpiresOn:yyyy-MM-dd}"), new("Agencies", null, batch.Agencies.Length == 0 ? "all" : batch.Agencies),
            new("For persons", null, persons.Count == 0 ? "to bearer" : string.Join(", ", (Read(payload).Persons ?? []).Select(p => p.Trim()).Where(p => p.Length > 0))),
        ];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct)
    {
        var (batch, _) = await MakeAsync(Read(payload), "", null, ct);
        return [new Money(checked(batch.ValueMinor * batch.Count), Currency.Of(batch.Currency))];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var next = await db.TakeNumbersAsync($"vouchers-{change.Now.Year}", 1, ct);
        var number = "VB" + CheckDigit.Append(string.Create(CultureInfo.InvariantCulture, $"{change.Now.Year}{next:D4}"));
        var (batch, persons) = await MakeAsync(Read(payload), number, change, ct);
        batch.SecretSealed = numbers.NewSecret(number);
        db.VoucherBatches.Add(batch);
        db.Runs.Add(Run.Of(VoucherWorker.RunKind, $"{number}:{VoucherWorker.Make}", $"Vouchers {number}: {batch.Name}", new VoucherInput(number, VoucherWorker.Make, [.. persons]), change));
    }

    private async Task<(VoucherBatch Batch, List<Guid> Persons)> MakeAsync(NewVouchers input, string number, Change? change, CancellationToken ct)
    {
        var (name, group, letters) = (input.Name.Trim(), input.Group.Trim().ToUpperInvariant(), input.Currency.Trim().ToUpperInvariant());
        Require(name.Length is >= 1 and <= 100, nameof(input.Name), "Name the vouchers, 1 to 100 characters.");
        Require(group.Length is >= 1 and <= 20 && group.All(char.IsAsciiLetterOrDigit), nameof(input.Group), "A group has 1 to 20 letters and digits, such as FOOD.");
        Require(letters.Length == 3 && letters.All(char.IsAsciiLetterUpper), nameof(input.Currency), $"'{input.Currency}' is no currency code.");
        var currency = Currency.Of(letters);
        Require(input.Value is > 0 and <= 100_000_000m && Money.FromMajor(input.Value, currency, RoundingMode.HalfUp).Major == input.Value, nameof(input.Value), "The value is more than nothing, at most 100,000,000, and no finer than the currency.");
        Require(change is null || (input.ExpiresOn > change.Today && input.ExpiresOn < change.Today.AddYears(10)), nameof(input.ExpiresOn), "The last day lies in the next ten years.");
        var agencies = (input.Agencies ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(a => a.ToUpperInvariant()).Distinct().ToList();
        foreach (var agency in agencies)
        {
            Require(await db.Agencies.AnyAsync(a => a.Code == agency && a.ClosedAt == null, ct), nameof(input.Agencies), $"There is no open agency '{agency}'.");
        }

        Require(string.Join(",", agencies).Length <= VoucherBatch.LongestAgencies, nameof(input.Agencies), "These are too many agencies; leave them out if all take the vouchers, or make several batches.");
        var persons = await PersonsAsync(input, ct);
        var count = persons.Count > 0 ? persons.Count : input.Count;
        Require(count is >= 1 and <= Most, nameof(input.Count), "A batch has 1 to 100,000 vouchers.");
        var batch = new VoucherBatch
        {
            Number = number, Name = name, Group = group, Currency = letters, ValueMinor = Money.FromMajor(input.Value, currency, RoundingMode.HalfUp).Minor, Count = count, ExpiresOn = input.ExpiresOn, Agencies = string.Join(",", agencies),
            ApprovedAt = change?.Now ?? default, ApprovedBy = change?.Actor.Name ?? "",
        };
        return (batch, persons);
    }

    private async Task<List<Guid>> PersonsAsync(NewVouchers input, CancellationToken ct)
    {
        var wanted = (input.Persons ?? []).Select(p => p.Trim()).Where(p => p.Length > 0).ToList();
        Require(wanted.Count <= MostPersons, nameof(input.Persons), "Name 1,000 persons at most.");
        if (wanted.Count == 0)
        {
            return [];
        }

        var known = (await db.Payees.AsNoTracking().Where(p => wanted.Contains(p.RegistrationNumber)).ToListAsync(ct)).GroupBy(p => p.RegistrationNumber).ToDictionary(g => g.Key, g => g.OrderBy(p => p.MergedIntoId is not null).ThenBy(p => p.PersonId).First());
        foreach (var twice in wanted.GroupBy(n => n).Where(g => g.Count() > 1))
        {
            Require(false, nameof(input.Persons), $"{twice.Key} is named twice.");
        }

        foreach (var number in wanted)
        {
            Require(known.TryGetValue(number, out var person), nameof(input.Persons), $"Nobody has the number '{number}'; register the person first.");
            Require(person is { DiedOn: null, MergedIntoId: null }, nameof(input.Persons), $"{number} has died, or was merged into another record.");
        }

        return [.. wanted.Select(n => known[n].PersonId)];
    }

    private static void Require(bool fine, string field, string text)
    {
        if (!fine)
        {
            throw new Refused("voucher.value", text, field);
        }
    }

    private static NewVouchers Read(string payload) => JsonSerializer.Deserialize<NewVouchers>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
