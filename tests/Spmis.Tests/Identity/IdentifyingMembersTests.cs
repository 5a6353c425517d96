using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;
using Spmis.Payments;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>
/// Every column, and every member of what pages and programs are given, that by its name holds a number, telephone or account of a person, in Payments and Contributions: it is masked, or stands here with the reason
/// why it need not be. A new one fails until somebody decided.
/// </summary>
public sealed partial class IdentifyingMembersTests
{
    /// <summary>Columns that are no person's number.</summary>
    private static readonly Dictionary<string, string> Columns = new()
    {
        ["AccountBalance.Account"] = "the institution's own account",
        ["ClosedBalance.Account"] = "an account of the ledger",
        ["Posting.Account"] = "an account of the ledger",
        ["Receipt.Account"] = "the institution's own account, or the name of the way the money came",
    };

    /// <summary>Members of other types than rows of tables.</summary>
    private static readonly Dictionary<string, string> Members = new()
    {
        ["Accounts.AskPageModel.Phone"] = "what the caller sends; it is given back to nobody",
        ["Accounts.NewAccountRequest.Phone"] = "what the caller sends; it is given back to nobody",
        ["Addresses.IndexModel.Account"] = "what the caller sends; it is given back to nobody",
        ["Agencies.AgencyLink.AccountForm"] = "how accounts are written, no account",
        ["Agencies.AgencySettings.AccountRule"] = "how numbers are made, no account",
        ["Agencies.AgencySettings.DebtorAccount"] = "the institution's own account",
        ["Agencies.EditModel.AccountForm"] = "how accounts are written, no account",
        ["Agencies.EditModel.AccountRule"] = "how numbers are made, no account",
        ["Agencies.EditModel.DebtorAccount"] = "the institution's own account",
        ["Api.AccountView.Account"] = "an account of the ledger",
        ["Api.AddressRequest.Account"] = "what the caller sends; it is given back to nobody",
        ["Api.AddressView.Account"] = "masked for everybody: FinancialAddress.Masked",
        ["Api.AgencyView.DebtorAccount"] = "the institution's own account",
        ["Api.DeductionRequest.CreditorAccount"] = "what the caller sends; it is given back to nobody",
        ["Api.DeductionView.CreditorAccount"] = "masked by DeductionsApi",
        ["Api.DraftWorkerBody.NationalId"] = "for who files returns (returns.file), employers their own",
        ["Api.PayeeRequest.Account"] = "what the caller sends; it is given back to nobody",
        ["Api.PayoutRequest.CreditorAccount"] = "what the caller sends; it is given back to nobody",
        ["Api.PayoutView.CreditorAccount"] = "masked by PayoutsApi",
        ["Api.ReceiptAnswer.Account"] = "the institution's own account",
        ["Api.ReceiptAnswer.Payer"] = "masked by PayerWords",
        ["Api.RefundBody.PayTo"] = "what the caller sends; it is given back to nobody",
        ["Batches.OrderLine.Account"] = "a line of the order file, which goes to the agency and who pays",
        ["DayWork.DayRow.NationalId"] = "a line being read; its verdict is masked by its column",
        ["Deductions.DueLine.CreditorAccount"] = "masked by the page that writes the list",
        ["Deductions.DueRow.CreditorAccount"] = "within the reckoning",
        ["Deductions.IndexModel.CreditorAccount"] = "what the caller sends; it is given back to nobody",
        ["Deductions.NewDeduction.CreditorAccount"] = "what the caller sends; it is given back to nobody",
        ["Drafts.DraftRow.NationalId"] = "what the caller sends; it is given back to nobody",
        ["FinancialAddresses.DeclaredAddress.Account"] = "the register's word on its way",
        ["FinancialAddresses.NewAddress.Account"] = "what the caller sends; it is given back to nobody",
        ["Ledger.LedgerLine.Account"] = "an account of the ledger",
        ["Mapper.MapperVerdict.Account"] = "compared with ours, in no verdict",
        ["Mapper.ToTell.Account"] = "told to the mapper",
        ["NameChecks.NameAnswer.Account"] = "an agency's line being read; its verdict is masked by its column",
        ["Payees.IndexModel.Account"] = "what the caller sends; it is given back to nobody",
        ["Payees.NewNamedPayee.Account"] = "what the caller sends; it is given back to nobody",
        ["Payouts.CreditorDue.CreditorAccount"] = "masked by page and API",
        ["Payouts.IndexModel.CreditorAccount"] = "what the caller sends; it is given back to nobody",
        ["Payouts.NewPayout.CreditorAccount"] = "what the caller sends; it is given back to nobody",
        ["Receipts.Mt940Statement.Account"] = "the institution's own account",
        ["Receipts.ProvedBalance.Account"] = "the institution's own account",
        ["Receipts.ReceiptModel.PayTo"] = "what the caller sends; it is given back to nobody",
        ["Receipts.RefundInput.PayTo"] = "masked where the proposal is shown",
        ["Receipts.StatementMoney.Account"] = "the institution's own account",
        ["Receipts.StatementMoney.Payer"] = "a line being read; masked as a receipt",
        ["Returns.FormRow.NationalId"] = "for who files returns (returns.file), employers their own",
        ["Returns.SentLine.NationalId"] = "a line being read; its verdict is masked by its column",
    };

    [Fact]
    public async Task Columns_OfAllTables_AreMarkedOrStandHereWithTheReason()
    {
        await using var app = await SpmisApp.StartAsync("payments,contributions");
        List<string> found = [];
        foreach (var module in new[] { "payments", "contributions" })
        {
            await app.UseAsync<IServiceProvider>(services =>
            {
                var model = services.GetRequiredKeyedService<ModuleDb>(module).Model;
                found.AddRange(model.GetEntityTypes().Where(e => e.ClrType.Assembly == typeof(PaymentsModule).Assembly || e.ClrType.Assembly == typeof(ContributionsModule).Assembly)
                    .SelectMany(e => e.GetProperties().Where(p => p.ClrType == typeof(string) && Telling().IsMatch(p.Name) && p.PropertyInfo?.IsDefined(typeof(IdentifyingAttribute)) != true).Select(p => $"{e.ClrType.Name}.{p.Name}")));
                return Task.CompletedTask;
            });
        }

        found.Distinct().Order(StringComparer.Ordinal).ShouldBe(Columns.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Members_OfAllThatIsShown_AreMaskedOrStandHereWithTheReason() => new[] { typeof(PaymentsModule).Assembly, typeof(ContributionsModule).Assembly }.SelectMany(a => a.GetTypes())
        .Where(t => !t.Name.StartsWith('<') && !t.Name.EndsWith("Db", StringComparison.Ordinal))
        .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(p => p.PropertyType == typeof(string) && Telling().IsMatch(p.Name) && !p.IsDefined(typeof(IdentifyingAttribute)) && !Columns.ContainsKey($"{t.Name}.{p.Name}")).Select(p => $"{t.Namespace?.Split('.')[^1]}.{t.Name}.{p.Name}"))
        .Distinct().Order(StringComparer.Ordinal).ShouldBe(Members.Keys.Order(StringComparer.Ordinal));

    /// <summary>What is marked in the tables is known by the same name where it is a column of a file or a field of a proposal.</summary>
    [Fact]
    public void Marked_Columns_AreKnownByNameToo() => new[] { typeof(PaymentsModule).Assembly, typeof(ContributionsModule).Assembly }.SelectMany(a => a.GetTypes())
        .SelectMany(t => t.GetProperties().Where(p => p.IsDefined(typeof(IdentifyingAttribute))).Select(p => p.Name)).Distinct()
        .Where(n => !IdentifierMask.Covers(n) && n is not ("Payer" or "Text" or "Beneficiary")).ShouldBeEmpty("these are words with numbers in them");

    /// <summary>Nothing is looked for by a number that is shown by its end: by trial it would be told.</summary>
    [Fact]
    public async Task Searches_ByWhatIsMasked_AreNone()
    {
        await using var app = await SpmisApp.StartAsync("payments,contributions");
        var pages = new[] { typeof(PaymentsModule).Assembly, typeof(ContributionsModule).Assembly }.SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(PageModel)))
            .SelectMany(t => t.GetProperties().Where(p => ((BindPropertyAttribute?)Attribute.GetCustomAttribute(p, typeof(BindPropertyAttribute)))?.SupportsGet == true).Select(p => $"{t.Name}.{p.Name}"));
        var api = app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .SelectMany(e => e.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Where(p => p.ParameterType == typeof(string)).Select(p => $"{e.RoutePattern.RawText}.{p.Name}") ?? []);
        pages.Concat(api).Where(n => Telling().IsMatch(n[(n.LastIndexOf('.') + 1)..])).ShouldBeEmpty();
    }

    [GeneratedRegex("account|phone|mobile|msisdn|iban|wallet|nationalid|passport|identifier|identity|payto|payer(?!r)|otherid|email", RegexOptions.IgnoreCase)]
    private static partial Regex Telling();
}
