using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Payments.Batches;
using Spmis.Payments.Exchange;
using Spmis.Payments.Exchange.OpenPgp;
using Spmis.Payments.Links;
using Spmis.Payments.Links.Signing;
using Spmis.Values;

namespace Spmis.Payments.Agencies;

/// <summary>Refuses settings of an agency that cannot carry what a payment needs, naming the field or column and the remedy.</summary>
/// <param name="protection">Whether this installation can sign.</param>
/// <param name="configuration">Whether it has a folder to exchange files in.</param>
/// <param name="hosts">Where it may call.</param>
/// <param name="own">Whether it has keys to sign messages with.</param>
public sealed partial class AgencyChecks(OrderProtection protection, IConfiguration configuration, LinkHosts hosts, OwnG2pKeys own)
{
    /// <summary>CMS of .NET is made in memory.</summary>
    public const int MostSigned = 100_000;

    /// <summary>Payments in one message to an interface; it is answered as one.</summary>
    public const int MostLinked = 10_000;

    private const string Columns = nameof(OrderLayoutText.Columns);
    private const int ReferenceWidth = Instructions.PaymentReference.MaxLength;
    private const int AmountWidth = 10;
    private const int NameWidth = 20;
    private const int AccountWidth = 8;
    private const long MostMinor = 999_999_999_999_999;
    private const long MostSequence = 999_999;

    /// <summary>A new agency's code.</summary>
    /// <exception cref="Refused">It is none.</exception>
    public static void Code(string code) => Require(CodeForm().IsMatch(code), nameof(NewAgency.Code), "agency.code", "Give a code of 2 to 12 capital letters and digits, such as BANKA.");

    /// <summary>All else.</summary>
    /// <param name="s">The settings.</param>
    /// <param name="now">When; a certificate must not have ended.</param>
    /// <param name="code">The agency's code, which its batches' numbers begin with; null for a draft.</param>
    /// <exception cref="Refused">Something is not usable.</exception>
    public void Settings(AgencySettings s, DateTime now, string? code = null)
    {
        Require(s.Name.Trim().Length is >= 1 and <= 200, nameof(s.Name), "agency.name", "Give a name of 1 to 200 characters.");
        Require(Enum.IsDefined(s.Format) && Enum.IsDefined(s.Text), nameof(s.Format), "agency.format", "Choose one of the formats.");
        Require(s.Currency is null || (s.Currency.Length == 3 && s.Currency.All(char.IsAsciiLetterUpper)), nameof(s.Currency), "agency.currency", $"'{s.Currency}' is no currency; write its three capital letters, such as KES.");
        Require(s.MaxPaymentsPerBatch is >= 1 and <= 1_000_000, nameof(s.MaxPaymentsPerBatch), "agency.batch-size", "A file takes 1 to 1,000,000 payments.");
        Require(s.MaxSumPerBatch is null or (> 0 and <= 1_000_000_000_000m), nameof(s.MaxSumPerBatch), "agency.batch-sum", "The sum of a file is more than nothing and at most 1,000,000,000,000.");
        Require(s.DebtorName.Trim().Length is >= 1 and <= 140, nameof(s.DebtorName), "agency.debtor", "Give the name of the paying account, 1 to 140 characters.");
        Require(AccountNumbers.Problem(s.DebtorAccount) is null, nameof(s.DebtorAccount), "agency.account", AccountNumbers.Problem(s.DebtorAccount) ?? "");
        foreach (var (bic, field) in new[] { (s.DebtorBic, nameof(s.DebtorBic)), (s.PayeeBic, nameof(s.PayeeBic)) })
        {
            // ISO 9362:2022: four letters or digits, two of the country, two, and perhaps three of the branch.
            Require(bic is null || BicForm().IsMatch(bic), field, "agency.bic", $"'{bic}' is no BIC; it has 8 or 11 capital letters and digits.");
        }

        var pain = s.Format is OrderFormat.Pain001V03 or OrderFormat.Pain001V09;
        Require(!pain || s.DebtorBic is not null, nameof(s.DebtorBic), "agency.bic", "A pain.001 names the bank of the paying account: give its BIC.");
        Require(s.ValueDays is >= 0 and <= 10, nameof(s.ValueDays), "agency.value-days", "An agency needs 0 to 10 working days.");
        Require(s.AccountRule.Length <= 200, nameof(s.AccountRule), "agency.account-rule", "A rule has 200 characters at most.");
        _ = AccountRule.Read(s.AccountRule);
        Exchange(s, now);
        if (s.Format is OrderFormat.Delimited or OrderFormat.FixedWidth)
        {
            Layout(s, s.Layout ?? throw new Refused("agency.layout-missing", "Say which columns the file has.", Columns));
            Largest(s, code ?? AgencySample.Code);
        }

        if (s.IsLinked())
        {
            Link(s, s.Link ?? throw new Refused("agency.link-missing", "Say where its interface is.", nameof(AgencyLink.Address)));
        }

        if (s.Answers is { } answers)
        {
            AnswerLayout.Read(answers, s.Currency);
        }
    }

    private void Link(AgencySettings s, AgencyLink link)
    {
        foreach (var (address, field) in new[] { (link.Address, nameof(link.Address)), (link.TokenAddress, nameof(link.TokenAddress)) })
        {
            Require((field == nameof(link.TokenAddress) && address.Length == 0) || hosts.Problem(address) is null, field, "agency.address", hosts.Problem(address) ?? "");
        }

        Require(link.TokenAddress.Length == 0 || link.ClientId.Length is >= 1 and <= 200, nameof(link.ClientId), "agency.client", "Tokens are given for a client id; give the one the agency gave you.");
        Require(link.CallsPerMinute is >= 1 and <= 6000, nameof(link.CallsPerMinute), "agency.calls", "1 to 6,000 calls in a minute.");
        Require(!s.Sign && s.EncryptFor is null && !s.UseFolders, nameof(s.Format), "agency.link-files", "Such an order is a message to the agency's interface, protected by its connection: it is neither signed nor encrypted as a file, nor put into a folder.");
        Require(s.MaxPaymentsPerBatch <= MostLinked, nameof(s.MaxPaymentsPerBatch), "agency.batch-size", $"One message takes at most {MostLinked} payments.");
        if (s.Format == OrderFormat.GovStack)
        {
            Require(link.Sender.Length == 12, nameof(link.Sender), "agency.sender", "GovStack names a building block by 12 characters (SourceBBID).");
            return;
        }

        Require(!link.SignMessages || own.IsConfigured, nameof(link.SignMessages), "agency.no-key", "This installation has no key to sign messages with; set Payments:G2p:Keys first.");
        if (link.Keys.Length > 0)
        {
            PinnedKeys.Read(link.Keys, nameof(link.Keys));
        }

        Require(link.Sender.Length is >= 1 and <= 99, nameof(link.Sender), "agency.sender", "Give the sender_id that the agency knows you by.");
        Require(AccountForm().IsMatch(link.AccountForm), nameof(link.AccountForm), "agency.account-form", "Write account:{account}@bank.example, with the agency's own words around {account}.");
        Require(s.Currency is not null && Currency.Of(s.Currency).Exponent <= 2, nameof(s.Currency), "agency.currency", "G2P Connect writes amounts with one or two decimals: name the one currency the agency pays, which has no more.");
    }

    private void Exchange(AgencySettings s, DateTime now)
    {
        Require(Enum.IsDefined(s.Protection), nameof(s.Protection), "agency.protection", "Choose CMS or OpenPGP.");
        Require(
            !s.Sign || protection.CanSign(s.Protection), nameof(s.Sign), "agency.no-key",
            $"This installation has no key to sign with; set {(s.Protection == FileProtection.Pgp ? "Payments:Signing:PgpKeys" : "Payments:Signing:Certificate and Payments:Signing:Key")} first.");
        Require(!s.UseFolders || configuration["Payments:Folders"] is { Length: > 0 }, nameof(s.UseFolders), "agency.no-folder", "This installation has no folder for agencies; set Payments:Folders first.");
        Require(
            (!s.Sign && s.EncryptFor is null) || s.Protection == FileProtection.Pgp || s.MaxPaymentsPerBatch <= MostSigned, nameof(s.MaxPaymentsPerBatch), "agency.batch-size",
            $"A file signed or encrypted by CMS takes at most {MostSigned} payments; OpenPGP takes more.");
        if (s.EncryptFor is { } pem)
        {
            if (s.Protection == FileProtection.Pgp)
            {
                AgencyPgpKey.Read(pem, now);
                return;
            }

            Require(!pem.Contains("PRIVATE KEY", StringComparison.Ordinal), nameof(s.EncryptFor), "agency.certificate", "There is a private key in it. It was not kept; whoever has seen it can read the agency's files, so the agency must make a new one. Paste the certificate alone.");
            Require(!pem.Contains("BEGIN PGP", StringComparison.Ordinal), nameof(s.EncryptFor), "agency.certificate", "This is an OpenPGP key. Choose OpenPGP, or paste the agency's certificate.");
            try
            {
                using var certificate = X509Certificate2.CreateFromPem(pem);
                using var key = certificate.GetRSAPublicKey();
                Require(key is { KeySize: >= 2048 }, nameof(s.EncryptFor), "agency.certificate", "The certificate has no RSA key of 2048 bits or more; ask the agency for one that has.");
                Require(certificate.NotAfter.ToUniversalTime() > now, nameof(s.EncryptFor), "agency.certificate", $"The certificate ended on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}; ask the agency for its new one.");
            }
            catch (CryptographicException)
            {
                throw new Refused("agency.certificate", "This is no certificate; paste the agency's certificate in PEM form, from -----BEGIN CERTIFICATE----- on.", nameof(s.EncryptFor));
            }
        }
    }

    private static void Layout(AgencySettings s, OrderLayoutText text)
    {
        Require(text.Separator is "," or ";" or "|" or "tab", nameof(text.Separator), "agency.separator", "Separate by comma, semicolon, bar or tab.");
        Require(OrderLayout.DayForms.Contains(text.Days), nameof(text.Days), "agency.days", $"Write days as {string.Join(", ", OrderLayout.DayForms)}.");
        Require(ExtensionForm().IsMatch(text.Extension), nameof(text.Extension), "agency.extension", "Give the ending of the file's name, such as csv or txt.");
        Require(s.Format != OrderFormat.Delimited || text.Decimals != DecimalForm.Comma || text.Separator != ",", nameof(text.Separator), "agency.comma-twice", "An amount with a decimal comma does not go between commas; choose the semicolon.");
        var layout = OrderLayout.Read(s.Format, text);
        foreach (var needed in new[] { "reference", "payee-name", "account", "amount" })
        {
            Require(layout.Columns.Any(c => !c.IsText && c.Field == needed), Columns, "agency.layout-lacks", $"No column carries '{needed}', without which nobody can be paid; add {Example(s.Format, needed)}.");
        }

        Require(
            s.Currency is not null || layout.Columns.Any(c => c is { IsText: false, Field: "currency" }), Columns, "agency.layout-currency",
            $"No column carries 'currency'; add {Example(s.Format, "currency")}, or say above which one currency the agency pays.");
        if (s.Format == OrderFormat.Delimited)
        {
            Headings(layout);
        }
        else
        {
            Widths(layout);
        }

        foreach (var column in layout.Columns.Concat(layout.Head).Concat(layout.Trailer).Where(c => c.IsText))
        {
            Require(Carries(text.Encoding, column.Field), Columns, "agency.layout-text", $"The text \"{column.Field}\" cannot be written in {text.Encoding}; choose UTF-8 or another text.");
            Require(s.Format != OrderFormat.FixedWidth || column.Field.Length <= column.Width, Columns, "agency.layout-width", $"The text \"{column.Field}\" does not fit into {column.From}-{column.To}; give it {column.Field.Length} positions.");
        }
    }

    private static bool Carries(FileEncoding encoding, string text) => encoding is FileEncoding.Utf8 or FileEncoding.Utf8Bom || text.All(c => c < (encoding == FileEncoding.Ascii ? 0x80 : 0x100));

    /// <summary>The largest file that can come about must be writable: what does not fit at release would stop every other payment of the run.</summary>
    private static void Largest(AgencySettings s, string code)
    {
        var currency = Currency.Of(s.Currency ?? "KES");
        var minor = s.MaxSumPerBatch is { } most ? Money.FromMajor(most, currency, RoundingMode.HalfUp).Minor : MostMinor;
        if (new OrderRecords(s).Problem(CutBatch.NumberOf(code, MostSequence), currency.Code, s.MaxPaymentsPerBatch, minor) is (var record, var text))
        {
            throw new Refused("agency.layout-narrow", $"A file may have {s.MaxPaymentsPerBatch} payments of {new Money(minor, currency)} in all, and could not be written. {text} Widen it, or agree on less in one file.", record);
        }
    }

    private static void Headings(OrderLayout layout)
    {
        if (!layout.Text.Header)
        {
            return;
        }

        var twice = layout.Columns.GroupBy(c => c.Heading).FirstOrDefault(g => g.Count() > 1);
        Require(twice is null, Columns, "agency.layout-twice", $"Two columns are called '{twice?.Key}'; give each a heading of its own.");
        Require(layout.Columns.All(c => c.Heading.Length is > 0 and <= 100), Columns, "agency.layout-heading", "A column has no heading; write HEADING = value.");
        foreach (var column in layout.Columns)
        {
            Require(Carries(layout.Text.Encoding, column.Heading), Columns, "agency.layout-text", $"The heading \"{column.Heading}\" cannot be written in {layout.Text.Encoding}; choose UTF-8 or another heading.");
        }
    }

    private static void Widths(OrderLayout layout)
    {
        foreach (var (field, width, why) in new[]
        {
            ("reference", ReferenceWidth, "a payment reference has up to 35 characters, and without it whole no answer can be matched"), ("amount", AmountWidth, "an amount may have 10"),
            ("payee-name", NameWidth, "a name needs 20, more being better"), ("account", AccountWidth, "no account has fewer than 8"), ("currency", 3, "a currency has 3"),
        })
        {
            foreach (var column in layout.Columns.Where(c => !c.IsText && c.Field == field && c.Width < width))
            {
                throw new Refused("agency.layout-narrow", $"Column {column.Shown} has {column.Width} positions; {why}. Widen it to {column.From}-{column.From + width - 1}.", Columns);
            }
        }

        Require(layout.Trailer.Count == 0 || layout.Trailer.Any(c => c is { IsText: false, Field: "count" or "total" }), nameof(OrderLayoutText.Trailer), "agency.trailer", "The trailer carries no control total; add 'count' or 'total', or leave it out.");
    }

    private static string Example(OrderFormat format, string field) => format == OrderFormat.Delimited
        ? $"a line such as '{field.ToUpperInvariant()} = {field}'"
        : $"a line such as '1-{(field switch { "reference" => ReferenceWidth, "amount" => 15, "payee-name" => 70, "account" => 34, _ => 3 })} {field}', at its own positions";

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

    [GeneratedRegex("^[a-z-]{1,20}:\\{account\\}@[A-Za-z0-9.-]{1,80}$", RegexOptions.CultureInvariant)]
    private static partial Regex AccountForm();

    [GeneratedRegex("^[A-Za-z0-9]{1,8}$", RegexOptions.CultureInvariant)]
    private static partial Regex ExtensionForm();
}
