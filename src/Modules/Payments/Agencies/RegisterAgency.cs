using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Spmis.Iso20022;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.Agencies;

/// <summary>A new agency.</summary>
public sealed record NewAgency
{
    /// <summary>2 to 12 capital letters and digits.</summary>
    public required string Code { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The file it takes.</summary>
    public required OrderFormat Format { get; init; }

    /// <summary>Payments in one file at most.</summary>
    public int MaxPaymentsPerBatch { get; init; } = 50_000;

    /// <summary>Whose account pays.</summary>
    public required string DebtorName { get; init; }

    /// <summary>The account that pays: an IBAN, or the agency's own numbering.</summary>
    public required string DebtorAccount { get; init; }

    /// <summary>BIC of the paying account's bank.</summary>
    public string? DebtorBic { get; init; }

    /// <summary>BIC of the payees' bank.</summary>
    public string? PayeeBic { get; init; }

    /// <summary>Which characters it takes.</summary>
    public TextRule Text { get; init; } = TextRule.Latin;
}

/// <summary>Registers a payment agency.</summary>
public sealed partial class RegisterAgency(PaymentsDb db)
{
    /// <summary>Checks and keeps it.</summary>
    /// <exception cref="Refused">A value is not usable, or the code is taken.</exception>
    public async Task<string> HandleAsync(NewAgency input, Change change, CancellationToken ct)
    {
        Check(input);
        if (await db.Agencies.AnyAsync(a => a.Code == input.Code, ct))
        {
            throw new Refused("agency.exists", $"There is an agency {input.Code} already; choose another code.", nameof(input.Code));
        }

        db.Agencies.Add(new Agency
        {
            Code = input.Code, Name = input.Name.Trim(), Format = input.Format, MaxPaymentsPerBatch = input.MaxPaymentsPerBatch,
            DebtorName = input.DebtorName.Trim(), DebtorAccount = input.DebtorAccount.Trim(), DebtorBic = Blank(input.DebtorBic), PayeeBic = Blank(input.PayeeBic),
            Text = input.Text, RegisteredAt = change.Now,
        });
        await db.SaveAsync(change, ct);
        return input.Code;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static void Check(NewAgency input)
    {
        Require(CodeForm().IsMatch(input.Code), nameof(input.Code), "agency.code", "Give a code of 2 to 12 capital letters and digits, such as BANKA.");
        Require(input.Name.Trim().Length is >= 1 and <= 200, nameof(input.Name), "agency.name", "Give a name of 1 to 200 characters.");
        Require(input.MaxPaymentsPerBatch is >= 1 and <= 1_000_000, nameof(input.MaxPaymentsPerBatch), "agency.batch-size", "A file takes 1 to 1,000,000 payments.");
        Require(input.DebtorName.Trim().Length is >= 1 and <= 140, nameof(input.DebtorName), "agency.debtor", "Give the name of the paying account, 1 to 140 characters.");
        if (AccountNumbers.Problem(input.DebtorAccount) is { } problem)
        {
            throw new Refused("agency.account", problem, nameof(input.DebtorAccount));
        }

        foreach (var (bic, field) in new[] { (Blank(input.DebtorBic), nameof(input.DebtorBic)), (Blank(input.PayeeBic), nameof(input.PayeeBic)) })
        {
            // ISO 9362:2022: four letters or digits, two of the country, two, and perhaps three of the branch.
            Require(bic is null || BicForm().IsMatch(bic), field, "agency.bic", $"'{bic}' is no BIC; it has 8 or 11 capital letters and digits.");
        }

        Require(input.Format == OrderFormat.Csv || Blank(input.DebtorBic) is not null, nameof(input.DebtorBic), "agency.bic", "A pain.001 names the bank of the paying account: give its BIC.");
    }

    private static void Require(bool fine, string field, string code, string text)
    {
        if (!fine)
        {
            throw new Refused(code, text, field);
        }
    }

    [GeneratedRegex("^[A-Z][A-Z0-9]{1,11}$", RegexOptions.CultureInvariant)]
    private static partial Regex CodeForm();

    [GeneratedRegex("^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex BicForm();
}
