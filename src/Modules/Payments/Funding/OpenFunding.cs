using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Payments.Funding;

/// <summary>A funding account to open.</summary>
public sealed record NewFunding
{
    /// <summary>2 to 20 capital letters, digits and hyphens.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Who pays in.</summary>
    public required string Financier { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Schemes it finances.</summary>
    public required IReadOnlyList<string> Schemes { get; init; }
}

/// <summary>Opens a funding account, by two people. From then on payments of its schemes are released only as far as it covers them, those released before counted.</summary>
public sealed partial class OpenFunding(PaymentsDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.open-funding";

    private const int MostSchemes = 50;
    private const int MostName = 200;

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">Something is missing or cannot be read, the code is taken, or a scheme is unknown or financed already.</exception>
    public async Task<Proposal> ProposeAsync(NewFunding typed, Change change, CancellationToken ct)
    {
        var input = typed with
        {
            Code = typed.Code.Trim().ToUpperInvariant(), Name = typed.Name.Trim(), Financier = typed.Financier.Trim(), Currency = typed.Currency.Trim().ToUpperInvariant(),
            Schemes = [.. typed.Schemes.Select(s => s.Trim()).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
        await CheckAsync(input, ct);
        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, input.Code, $"Open funding account {input.Code}, {input.Name}", input, change, ct);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        return Task.FromResult<IReadOnlyList<ShownField>>([new("Account", null, input.Code), new("Name", null, input.Name), new("Financier", null, input.Financier), new("Currency", null, input.Currency), new("Schemes", null, string.Join(", ", input.Schemes))]);
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        await CheckAsync(input, ct);
        db.FundingAccounts.Add(new FundingAccount
        {
            Code = input.Code, Name = input.Name, Financier = input.Financier, Currency = input.Currency, OpenedAt = change.Now, OpenedBy = change.Actor.Name, Version = 1,
            Schemes = [.. input.Schemes.Select(s => new FundingScheme { Scheme = s, Currency = input.Currency })],
        });
    }

    private async Task CheckAsync(NewFunding input, CancellationToken ct)
    {
        if (!Codes().IsMatch(input.Code))
        {
            throw new Refused("funding.code", "Give a short name of 2 to 20 capital letters, digits and hyphens, such as TREASURY.", "code");
        }

        if (input.Name.Length is 0 or > MostName || input.Financier.Length is 0 or > MostName)
        {
            throw new Refused("value.missing", $"Give a name and who pays in, each at most {MostName} characters.", input.Name.Length is 0 or > MostName ? "name" : "financier");
        }

        if (input.Currency is not { Length: 3 } || !input.Currency.All(char.IsAsciiLetterUpper))
        {
            throw new Refused("currency.unknown", $"'{input.Currency}' is no currency; write its three letters, such as KES.", "currency");
        }

        if (await db.FundingAccounts.AnyAsync(a => a.Code == input.Code, ct))
        {
            throw new Refused("funding.code-taken", $"There is an account {input.Code} already.", "code");
        }

        if (input.Schemes.Count is 0 or > MostSchemes)
        {
            throw new Refused("funding.schemes", $"Name the schemes it finances, 1 to {MostSchemes}.", "schemes");
        }

        var known = await db.AwardCopies.IgnoreQueryFilters().Where(a => input.Schemes.Contains(a.Scheme)).Select(a => a.Scheme).Distinct().ToListAsync(ct);
        known.AddRange(await db.Cycles.Where(c => input.Schemes.Contains(c.Scheme)).Select(c => c.Scheme).Distinct().ToListAsync(ct));
        if (input.Schemes.Except(known).FirstOrDefault() is { } unknown)
        {
            throw new Refused("funding.scheme-unknown", $"No award and no cycle is of scheme '{unknown}'; write it as it stands on the cycles.", "schemes");
        }

        if (await db.FundingSchemes.Where(s => input.Schemes.Contains(s.Scheme) && s.Currency == input.Currency).Select(s => s.Scheme).FirstOrDefaultAsync(ct) is { } taken)
        {
            throw new Refused("funding.scheme-financed", $"{taken} is financed in {input.Currency} by another account already.", "schemes");
        }
    }

    private static NewFunding Read(string payload) => JsonSerializer.Deserialize<NewFunding>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");

    [GeneratedRegex("^[A-Z0-9][A-Z0-9-]{1,19}$")]
    private static partial Regex Codes();
}
