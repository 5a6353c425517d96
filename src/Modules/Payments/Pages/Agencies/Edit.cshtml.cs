using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Iso20022;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Agencies;
using Spmis.Web.Forms;

namespace Spmis.Payments.Pages.Agencies;

/// <summary>Proposes a new agency or other settings of one; a sample of the file is written before anybody approves it.</summary>
[Authorize(Policy = "payments.propose-agencies")]
public sealed class EditModel(PaymentsDb db, ProposeAgency propose, TryAgency attempt, CurrentActor current, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int SampleShown = 8000;

    /// <summary>From the address of an agency that is there; typed for a new one.</summary>
    [BindProperty]
    public string Code { get; set; } = "";

    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public OrderFormat Format { get; set; }

    [BindProperty]
    public string? Currency { get; set; }

    [BindProperty]
    public int MaxPaymentsPerBatch { get; set; } = 50_000;

    [BindProperty]
    public string? AccountRule { get; set; }

    [BindProperty]
    public decimal? MaxSumPerBatch { get; set; }

    [BindProperty]
    public string DebtorName { get; set; } = "";

    [BindProperty]
    public string DebtorAccount { get; set; } = "";

    [BindProperty]
    public string? DebtorBic { get; set; }

    [BindProperty]
    public string? PayeeBic { get; set; }

    [BindProperty]
    public TextRule Text { get; set; }

    [BindProperty]
    public string Columns { get; set; } = "";

    [BindProperty]
    public string Head { get; set; } = "";

    [BindProperty]
    public string Trailer { get; set; } = "";

    [BindProperty]
    public bool Header { get; set; } = true;

    [BindProperty]
    public string Separator { get; set; } = ",";

    [BindProperty]
    public DecimalForm Decimals { get; set; }

    [BindProperty]
    public string Days { get; set; } = OrderLayout.DayForms[0];

    [BindProperty]
    public FileEncoding Encoding { get; set; }

    [BindProperty]
    public LineEnd LineEnd { get; set; }

    [BindProperty]
    public string Extension { get; set; } = "txt";

    [BindProperty]
    public string? CutOff { get; set; }

    [BindProperty]
    public int ValueDays { get; set; }

    [BindProperty]
    public FileProtection Protection { get; set; }

    [BindProperty]
    public bool Sign { get; set; }

    [BindProperty]
    public string? EncryptFor { get; set; }

    [BindProperty]
    public bool UseFolders { get; set; }

    [BindProperty]
    public string Address { get; set; } = "";

    [BindProperty]
    public string TokenAddress { get; set; } = "";

    [BindProperty]
    public string ClientId { get; set; } = "";

    [BindProperty]
    public string Sender { get; set; } = "";

    [BindProperty]
    public string AccountForm { get; set; } = "";

    [BindProperty]
    public int CallsPerMinute { get; set; } = 60;

    [BindProperty]
    public bool SignMessages { get; set; }

    [BindProperty]
    public string Keys { get; set; } = "";

    [BindProperty]
    public bool UnsignedAllowed { get; set; }

    [BindProperty]
    public string AnswerColumns { get; set; } = "";

    [BindProperty]
    public string AnswerStatuses { get; set; } = "";

    [BindProperty]
    public DecimalForm AnswerDecimals { get; set; }

    [BindProperty]
    public string AnswerDays { get; set; } = OrderLayout.DayForms[0];

    [BindProperty]
    public string Reason { get; set; } = "";

    public SampleFile? Sample { get; private set; }

    public string SampleText => Sample is null ? "" : System.Text.Encoding.UTF8.GetString(Sample.Content) is var text && text.Length > SampleShown ? text[..SampleShown] + " ..." : System.Text.Encoding.UTF8.GetString(Sample.Content);

    /// <summary>The agency of the address; null for a new one.</summary>
    private string? Known => RouteData.Values["agency"] as string;

    public bool IsNew => Known is null;

    public IEnumerable<Choice> Formats => Enum.GetValues<OrderFormat>().Select(f => new Choice(f.ToString(), T[$"format:{f}"]));

    public IEnumerable<Choice> Texts => Enum.GetValues<TextRule>().Select(f => new Choice(f.ToString(), T[$"text:{f}"]));

    public IEnumerable<Choice> Encodings => Enum.GetValues<FileEncoding>().Select(f => new Choice(f.ToString(), T[$"encoding:{f}"]));

    public IEnumerable<Choice> DecimalForms => [new(nameof(DecimalForm.Point), "1234.50"), new(nameof(DecimalForm.Comma), "1234,50"), new(nameof(DecimalForm.Minor), "123450")];

    public IEnumerable<Choice> LineEnds => [new(nameof(Spmis.Payments.Agencies.LineEnd.Lf), "LF"), new(nameof(Spmis.Payments.Agencies.LineEnd.CrLf), "CR LF")];

    public IEnumerable<Choice> Protections => [new(nameof(FileProtection.Cms), "CMS (RFC 5652)"), new(nameof(FileProtection.Pgp), "OpenPGP (RFC 9580)")];

    public IEnumerable<Choice> Separators => [new(",", T["comma"]), new(";", T["semicolon"]), new("|", T["bar"]), new("tab", T["tab"])];

    public IEnumerable<Choice> DayForms => OrderLayout.DayForms.Select(d => new Choice(d, d));

    public IReadOnlyList<Choice> Currencies { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        await OnRedisplayAsync();
        if (Known is { } code)
        {
            Fill(await AgencyInForce.FindAsync(db, code, ct) ?? throw new Refused("agency.unknown", $"There is no agency '{code}'."));
        }
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var settings = Read();
        var proposal = Known is { } code
            ? await propose.ChangeAsync(code, settings, current.Change("payments.propose-agency", Reason), ct)
            : await propose.AddAsync(settings, current.Change("payments.propose-agency"), ct);
        Done(T["It waits for a second person."]);
        return Redirect(Known is null ? "/agencies" : $"/agencies/{proposal.Subject}");
    });

    public Task<IActionResult> OnPostTryAsync(CancellationToken ct) => TryAsync(async () =>
    {
        Sample = await attempt.HandleAsync(Read(), current.Change("payments.try-agency"), ct);
        await OnRedisplayAsync();
        return Page();
    });

    protected override async Task OnRedisplayAsync()
    {
        Code = Known ?? Code;
        // Whatever somebody is awarded or was paid in.
        var used = await db.AwardCopies.AsNoTracking().Select(a => a.Currency).Distinct().OrderBy(c => c).Take(50).ToListAsync(HttpContext.RequestAborted);
        Currencies = [.. used.Append(Currency).OfType<string>().Where(c => c.Length > 0).Distinct().Order(StringComparer.Ordinal).Select(c => new Choice(c, c))];
    }

    private NewAgency Read() => new()
    {
        Code = Known ?? Code, Name = Name, Format = Format, Currency = Currency, MaxPaymentsPerBatch = MaxPaymentsPerBatch, MaxSumPerBatch = MaxSumPerBatch, DebtorName = DebtorName,
        DebtorAccount = DebtorAccount, DebtorBic = DebtorBic, PayeeBic = PayeeBic, Text = Text, AccountRule = AccountRule ?? "",
        Layout = new() { Columns = Columns, Head = Head, Trailer = Trailer, Header = Header, Separator = Separator, Decimals = Decimals, Days = Days, Encoding = Encoding, LineEnd = LineEnd, Extension = Extension },
        Answers = new() { Columns = AnswerColumns, Statuses = AnswerStatuses, Decimals = AnswerDecimals, Days = AnswerDays },
        CutOff = Time(CutOff), ValueDays = ValueDays, Protection = Protection, Sign = Sign, EncryptFor = EncryptFor, UseFolders = UseFolders,
        Link = new() { Address = Address, TokenAddress = TokenAddress, ClientId = ClientId, Sender = Sender, AccountForm = AccountForm, CallsPerMinute = CallsPerMinute, SignMessages = SignMessages, Keys = Keys, UnsignedAllowed = UnsignedAllowed },
    };

    private static TimeOnly? Time(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : TimeOnly.TryParseExact(text.Trim(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
        : throw new Refused("agency.cut-off", $"'{text}' is no time; write hours and minutes as 15:30.", nameof(CutOff));

    private void Fill(AgencyInForce agency)
    {
        var s = agency.Settings;
        (Code, Name, Format, Currency, MaxPaymentsPerBatch, MaxSumPerBatch) = (agency.Code, s.Name, s.Format, s.Currency, s.MaxPaymentsPerBatch, s.MaxSumPerBatch);
        (DebtorName, DebtorAccount, DebtorBic, PayeeBic, Text, AccountRule) = (s.DebtorName, s.DebtorAccount, s.DebtorBic, s.PayeeBic, s.Text, s.AccountRule);
        (CutOff, ValueDays, Protection, Sign, EncryptFor, UseFolders) = (s.CutOff?.ToString("HH:mm", CultureInfo.InvariantCulture), s.ValueDays, s.Protection, s.Sign, s.EncryptFor, s.UseFolders);
        if (s.Layout is { } l)
        {
            (Columns, Head, Trailer, Header, Separator) = (l.Columns, l.Head, l.Trailer, l.Header, l.Separator);
            (Decimals, Days, Encoding, LineEnd, Extension) = (l.Decimals, l.Days, l.Encoding, l.LineEnd, l.Extension);
        }

        if (s.Link is { } link)
        {
            (Address, TokenAddress, ClientId, Sender, AccountForm, CallsPerMinute) = (link.Address, link.TokenAddress, link.ClientId, link.Sender, link.AccountForm, link.CallsPerMinute);
            (SignMessages, Keys, UnsignedAllowed) = (link.SignMessages, link.Keys, link.UnsignedAllowed);
        }

        if (s.Answers is { } a)
        {
            (AnswerColumns, AnswerStatuses, AnswerDecimals, AnswerDays) = (a.Columns, a.Statuses, a.Decimals, a.Days);
        }
    }
}
