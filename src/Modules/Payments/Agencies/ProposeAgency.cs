using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;

namespace Spmis.Payments.Agencies;

/// <summary>What approval is about.</summary>
internal sealed record AgencyPayload(string Code, bool IsNew, AgencySettings Settings, string? Reason);

/// <summary>Puts a new agency, or another way of talking to one, up for a second person.</summary>
public sealed class ProposeAgency(PaymentsDb db, AgencyChecks checks, FourEyes fourEyes)
{
    /// <summary>The proposed act's name.</summary>
    public const string Act = "payments.agency";

    /// <summary>A new agency.</summary>
    /// <exception cref="Refused">A value is not usable, or the code is taken.</exception>
    public async Task<Proposal> AddAsync(NewAgency input, Change change, CancellationToken ct)
    {
        var code = There(input.Code).Trim().ToUpperInvariant();
        AgencyChecks.Code(code);
        if (await db.Agencies.AnyAsync(a => a.Code == code, ct))
        {
            throw new Refused("agency.exists", $"There is an agency {code} already; choose another code.", nameof(input.Code));
        }

        var settings = Tidy(input);
        checks.Settings(settings, change.Now, code);
        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, code, $"Add agency {code}", new AgencyPayload(code, true, settings, change.Reason), change, ct);
    }

    /// <summary>Another way of talking to an agency: a new version, for batches cut from its approval on.</summary>
    /// <exception cref="Refused">A value is not usable, nothing is changed, no reason was given, or there is no such agency.</exception>
    public async Task<Proposal> ChangeAsync(string code, AgencySettings input, Change change, CancellationToken ct)
    {
        var now = await AgencyInForce.FindAsync(db, code, ct) ?? throw new Refused("agency.unknown", $"There is no agency '{code}'.", "code");
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("agency.no-reason", "Say why it is changed, so that the second person can judge it.", "reason");
        }

        var settings = Tidy(input);
        checks.Settings(settings, change.Now, code);
        if (Write(settings) == Write(now.Settings) && now.ClosedAt is null)
        {
            throw new Refused("agency.unchanged", "Nothing is changed.");
        }

        return await fourEyes.ProposeAsync(
            PaymentsModule.ModuleName, Act, code, now.ClosedAt is null ? $"Change agency {code}" : $"Open agency {code} again", new AgencyPayload(code, false, settings, change.Reason), change, ct);
    }

    /// <summary>Without blanks around, and only what the format uses.</summary>
    internal static AgencySettings Tidy(AgencySettings s) => new()
    {
        Name = There(s.Name).Trim(), Format = s.Format, Currency = Blank(s.Currency)?.ToUpperInvariant(), MaxPaymentsPerBatch = s.MaxPaymentsPerBatch, MaxSumPerBatch = s.MaxSumPerBatch,
        DebtorName = There(s.DebtorName).Trim(), DebtorAccount = There(s.DebtorAccount).Trim(), DebtorBic = Blank(s.DebtorBic), PayeeBic = Blank(s.PayeeBic), Text = s.Text, AccountRule = string.Join(' ', There(s.AccountRule).Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant(),
        Layout = s.Format is OrderFormat.Delimited or OrderFormat.FixedWidth && s.Layout is { } l
            ? l with { Columns = There(l.Columns), Head = There(l.Head), Trailer = There(l.Trailer), Separator = There(l.Separator), Days = There(l.Days), Extension = There(l.Extension) } : null,
        Answers = s.Answers is { } a && (Blank(a.Columns) ?? Blank(a.Statuses)) is not null ? a with { Columns = There(a.Columns), Statuses = There(a.Statuses), Days = There(a.Days) } : null,
        CutOff = s.CutOff, ValueDays = s.ValueDays, Protection = s.Sign || Blank(s.EncryptFor) is not null ? s.Protection : FileProtection.Cms, Sign = s.Sign, EncryptFor = Blank(s.EncryptFor), UseFolders = s.UseFolders,
        Link = s.IsLinked() && s.Link is { } link ? link with
        {
            Address = There(link.Address).Trim().TrimEnd('/'), TokenAddress = There(link.TokenAddress).Trim(), ClientId = There(link.ClientId).Trim(), Sender = There(link.Sender).Trim(),
            AccountForm = s.Format == OrderFormat.G2pConnect ? There(link.AccountForm).Trim() : "",
            // GovStack's messages have no place for a signature.
            SignMessages = s.Format == OrderFormat.G2pConnect && link.SignMessages, Keys = s.Format == OrderFormat.G2pConnect ? There(link.Keys).Trim() : "",
            UnsignedAllowed = s.Format == OrderFormat.G2pConnect && link.UnsignedAllowed && There(link.Keys).Trim().Length > 0,
        } : null,
    };

    internal static string Write(AgencySettings settings) => JsonSerializer.Serialize(settings, SpmisJson.Options);

    /// <summary>A JSON null is no text: what needs one is then refused by name.</summary>
    private static string There(string? text) => text ?? "";

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>The approval itself: shows what changes and a sample of the file, then keeps the version and puts it in force.</summary>
public sealed class ApprovedAgency(PaymentsDb db, AgencyChecks checks) : IProposedAct
{
    private const int SampleLength = 1500;

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var (code, isNew, settings, _) = Read(payload);
        var now = await AgencyInForce.FindAsync(db, code, ct);
        var before = now is null ? null : Lines(now.Settings);
        List<ShownField> shown = [new("Agency", null, code)];
        foreach (var (label, value) in Lines(settings))
        {
            var was = before?.GetValueOrDefault(label);
            if (isNew ? value is not null : was != value)
            {
                shown.Add(new(label, isNew ? null : was ?? "-", value ?? "-"));
            }
        }

        if (now?.ClosedAt is { } closed)
        {
            shown.Add(new("Closed", $"{closed:u}", "-"));
        }

        var sample = Encoding.UTF8.GetString((await AgencySample.WriteAsync(settings, ct)).Content);
        shown.Add(new("Sample of the file", null, sample.Length > SampleLength ? sample[..SampleLength] + " ..." : sample));
        return shown;
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var (code, isNew, settings, reason) = Read(payload);
        checks.Settings(settings, change.Now, code);
        var agency = await db.Agencies.SingleOrDefaultAsync(a => a.Code == code, ct);
        if (isNew != agency is null)
        {
            throw new Refused(isNew ? "agency.exists" : "agency.unknown", isNew ? $"There is an agency {code} already." : $"There is no agency {code}.");
        }

        if (agency is null)
        {
            agency = new Agency { Code = code, Name = settings.Name, CurrentNumber = 0, ChangedAt = change.Now, RegisteredAt = change.Now };
            db.Agencies.Add(agency);
        }

        (agency.Name, agency.ChangedAt, agency.ClosedAt) = (settings.Name, change.Now, null);
        agency.CurrentNumber++;
        agency.Version++;
        db.AgencyVersions.Add(new AgencyVersion { Agency = code, Number = agency.CurrentNumber, Settings = ProposeAgency.Write(settings), FromAt = change.Now, ApprovedBy = change.Actor.Name, Reason = reason });
    }

    /// <summary>Every setting in words, null where it is not set.</summary>
    internal static Dictionary<string, string?> Lines(AgencySettings s) => new()
    {
        ["Name"] = s.Name, ["Order file"] = s.Format.ToString(), ["Only currency"] = s.Currency, ["Payments in a file"] = Say(s.MaxPaymentsPerBatch), ["Sum of a file"] = s.MaxSumPerBatch is { } sum ? Say(sum) : null,
        ["Name of the paying account"] = s.DebtorName, ["Number of the paying account"] = s.DebtorAccount, ["BIC of the paying account's bank"] = s.DebtorBic, ["BIC of the payees' bank"] = s.PayeeBic,
        ["Characters"] = s.Text.ToString(), ["Account numbers"] = Blank(s.AccountRule),
        ["Columns"] = Flat(s.Layout?.Columns), ["Record before the payments"] = Flat(s.Layout?.Head), ["Trailer"] = Flat(s.Layout?.Trailer),
        ["Header line"] = s.Layout?.Header.ToString(), ["Separator"] = s.Layout?.Separator, ["Amounts"] = s.Layout?.Decimals.ToString(), ["Days"] = s.Layout?.Days,
        ["Encoding"] = s.Layout?.Encoding.ToString(), ["Line end"] = s.Layout?.LineEnd.ToString(), ["Ending of the name"] = s.Layout?.Extension,
        ["Status file's columns"] = Flat(s.Answers?.Columns), ["Status file's words"] = Flat(s.Answers?.Statuses), ["Status file's amounts"] = s.Answers?.Decimals.ToString(), ["Status file's days"] = s.Answers?.Days,
        ["Cut-off time"] = s.CutOff?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture), ["Working days needed"] = Say(s.ValueDays),
        ["Signature and encryption"] = s.Sign || s.EncryptFor is not null ? s.Protection == FileProtection.Pgp ? "OpenPGP" : "CMS" : null, ["Signed"] = s.Sign ? "yes" : null,
        ["Encrypted for"] = s.EncryptFor is { } key ? Exchange.OrderProtection.Name(s.Protection, key) : null, ["Through its folder"] = s.UseFolders ? "yes" : null,
        ["Address of its interface"] = Blank(s.Link?.Address), ["Address for tokens"] = Blank(s.Link?.TokenAddress), ["Client id"] = Blank(s.Link?.ClientId), ["Who we are to it"] = Blank(s.Link?.Sender),
        ["How it writes accounts"] = Blank(s.Link?.AccountForm), ["Calls in a minute"] = s.Link is { } link ? Say(link.CallsPerMinute) : null,
        ["Our messages are signed"] = s.Link is { SignMessages: true } ? "yes" : null, ["Its public keys"] = s.Link is { Keys.Length: > 0 } pinned ? Links.Signing.PinnedKeys.Read(pinned.Keys, nameof(AgencyLink.Keys)).Words : null,
        ["Its messages may come unsigned"] = s.Link is { UnsignedAllowed: true } ? "yes" : null,
    };

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Say(IFormattable number) => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture);

    private static string? Flat(string? text) => string.IsNullOrWhiteSpace(text) ? null : string.Join("; ", OrderLayout.Lines(text).Select(l => l.Line));

    private static AgencyPayload Read(string payload) => JsonSerializer.Deserialize<AgencyPayload>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal names no agency.");
}
