using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;
using Spmis.Payments.Cycles;
using Spmis.Payments.Exchange;
using Spmis.Payments.Exchange.OpenPgp;
using Spmis.Payments.Links;
using Spmis.Payments.Links.Signing;
using Spmis.Payments.Instructions;
using Spmis.Payments.Promises;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

public sealed class AgencyTests
{
    private const string Post = "LINE = \"P\"\nREF = reference\nNAME = payee-name\nACCOUNT = account\nSUM = amount\nCCY = currency\nDAY = value-date\nROW = number";
    private const string Sacco = "1-1 \"D\"\n2-36 reference\n37-61 payee-name cut\n62-76 account\n77-91 amount\n92-94 currency";

    private static readonly NewAgency Delimited = new()
    {
        Code = "POST", Name = "The Post (invented)", Format = OrderFormat.Delimited, DebtorName = "Fund", DebtorAccount = "700200", MaxSumPerBatch = 5000m,
        Layout = new() { Columns = Post, Separator = ";", Decimals = DecimalForm.Comma, Days = "dd.MM.yyyy", Encoding = FileEncoding.Latin1, LineEnd = LineEnd.CrLf, Extension = "csv" },
        Answers = new() { Columns = "REF = reference\nCODE = status\nSUM = amount\nWHY = reason\nDAY = executed-on", Statuses = "00 = paid\n91 = rejected\n77 = returned\n10 = accepted", Decimals = DecimalForm.Comma, Days = "dd.MM.yyyy" },
    };

    private static readonly NewAgency Fixed = new()
    {
        Code = "SACCO", Name = "Savings cooperative (invented)", Format = OrderFormat.FixedWidth, DebtorName = "Fund", DebtorAccount = "700300",
        Layout = new() { Columns = Sacco, Head = "1-1 \"H\"\n2-31 batch\n32-39 value-date", Trailer = "1-1 \"T\"\n2-10 count\n11-28 total", Decimals = DecimalForm.Minor, Days = "yyyyMMdd", Encoding = FileEncoding.Ascii },
    };

    public static TheoryData<string, Func<NewAgency, AgencySettings>, string, string> Bad => new()
    {
        { "no reference", a => a with { Layout = a.Layout! with { Columns = Post.Replace("REF = reference\n", "") } }, "Columns", "'REFERENCE = reference'" },
        { "no amount", a => a with { Layout = a.Layout! with { Columns = Post.Replace("SUM = amount\n", "") } }, "Columns", "'amount'" },
        { "no account", a => a with { Layout = a.Layout! with { Columns = Post.Replace("ACCOUNT = account\n", "") } }, "Columns", "'account'" },
        { "no name", a => a with { Layout = a.Layout! with { Columns = Post.Replace("NAME = payee-name\n", "") } }, "Columns", "'payee-name'" },
        { "no currency", a => a with { Layout = a.Layout! with { Columns = Post.Replace("CCY = currency\n", "") } }, "Columns", "which one currency" },
        { "unknown value", a => a with { Layout = a.Layout! with { Columns = Post.Replace("= account", "= iban") } }, "Columns", "Line 4: there is no value 'iban'" },
        { "heading twice", a => a with { Layout = a.Layout! with { Columns = Post.Replace("CCY", "SUM") } }, "Columns", "'SUM'" },
        { "two commas", a => a with { Layout = a.Layout! with { Separator = "," } }, "Separator", "semicolon" },
        { "strange separator", a => a with { Layout = a.Layout! with { Separator = "§" } }, "Separator", "comma, semicolon" },
        { "strange days", a => a with { Layout = a.Layout! with { Days = "M/d/yy" } }, "Days", "yyyy-MM-dd" },
        { "path as ending", a => a with { Layout = a.Layout! with { Extension = "../x" } }, "Extension", "csv or txt" },
        { "no columns at all", a => a with { Layout = null }, "Columns", "which columns" },
        { "text not in the encoding", a => a with { Layout = a.Layout! with { Encoding = FileEncoding.Ascii, Columns = Post.Replace("\"P\"", "\"é\"") } }, "Columns", "Ascii" },
        { "reference too narrow", _ => Fixed with { Layout = Fixed.Layout! with { Columns = Sacco.Replace("2-36", "2-30") } }, "Columns", "'reference' (2-30) has 29 positions" },
        { "overlap", _ => Fixed with { Layout = Fixed.Layout! with { Columns = Sacco.Replace("77-91", "70-91") } }, "Columns", "begin at 77" },
        { "account cut", _ => Fixed with { Layout = Fixed.Layout! with { Columns = Sacco.Replace("account", "account cut") } }, "Columns", "never be cut" },
        { "zeros behind", _ => Fixed with { Layout = Fixed.Layout! with { Columns = Sacco.Replace("amount", "amount left") } }, "Columns", "right zeros" },
        { "no positions", _ => Fixed with { Layout = Fixed.Layout! with { Columns = "reference" } }, "Columns", "1-35" },
        { "trailer without totals", _ => Fixed with { Layout = Fixed.Layout! with { Trailer = "1-1 \"T\"" } }, "Trailer", "'count' or 'total'" },
        { "heading not in the encoding", a => a with { Layout = a.Layout! with { Encoding = FileEncoding.Ascii, Columns = Post.Replace("REF =", "Référence =") } }, "Columns", "\"Référence\"" },
        { "more payments than the count takes", _ => Fixed with { Layout = Fixed.Layout! with { Trailer = "1-1 \"T\"\n2-5 count\n11-28 total" } }, "Trailer", "'count' (2-5) takes 4 characters" },
        { "a larger sum than the total takes", _ => Fixed with { Layout = Fixed.Layout! with { Trailer = "1-1 \"T\"\n2-10 count\n11-24 total" } }, "Trailer", "'total' (11-24) takes 14 characters" },
        { "a longer number than the head takes", _ => Fixed with { Layout = Fixed.Layout! with { Head = "1-1 \"H\"\n2-15 batch" } }, "Head", "'batch' (2-15) takes 14 characters" },
        { "more rows than are numbered", _ => Fixed with { Layout = Fixed.Layout! with { Columns = Sacco + "\n95-98 number" } }, "Columns", "'number' (95-98) takes 4 characters" },
        { "answers without a status", a => a with { Answers = a.Answers! with { Columns = "REF = reference\nSUM = amount" } }, "AnswerColumns", "'status'" },
        { "answers without paid", a => a with { Answers = a.Answers! with { Statuses = "91 = rejected" } }, "AnswerStatuses", "00 = paid" },
        { "strange outcome", a => a with { Answers = a.Answers! with { Statuses = "00 = paid\n91 = failed" } }, "AnswerStatuses", "Line 2" },
        { "minor answers without currency", a => a with { Answers = a.Answers! with { Decimals = DecimalForm.Minor } }, "AnswerDecimals", "currency" },
        { "pain without BIC", a => a with { Format = OrderFormat.Pain001V03 }, "DebtorBic", "BIC" },
        { "no key", a => a with { Sign = true }, "Sign", "Payments:Signing:Key" },
        { "no folder", a => a with { UseFolders = true }, "UseFolders", "Payments:Folders" },
        { "no certificate", a => a with { EncryptFor = "hello" }, "EncryptFor", "BEGIN CERTIFICATE" },
        { "nothing in a file", a => a with { MaxPaymentsPerBatch = 0 }, "MaxPaymentsPerBatch", "1 to 1,000,000" },
        { "no sum", a => a with { MaxSumPerBatch = 0 }, "MaxSumPerBatch", "more than nothing" },
        { "broken IBAN", a => a with { DebtorAccount = "KE00 0000 0000 0000" }, "DebtorAccount", "check digits" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Check_WhatCannotCarryAPayment_IsRefusedWithFieldAndRemedy(string what, Func<NewAgency, AgencySettings> spoil, string field, string words)
    {
        var configuration = new ConfigurationBuilder().Build();
        var checks = new AgencyChecks(new OrderProtection(new OrderSignature(configuration), new OwnPgpKeys(configuration)), configuration, new LinkHosts(configuration), new OwnG2pKeys(configuration));
        checks.Settings(Delimited, SpmisApp.Now);
        checks.Settings(Fixed, SpmisApp.Now);

        var refused = Should.Throw<Refused>(() => checks.Settings(spoil(Delimited), SpmisApp.Now), what);

        refused.Field.ShouldBe(field);
        refused.Message.ShouldContain(words);
        checks.Settings(Fixed with { MaxSumPerBatch = 1_000_000m, Layout = Fixed.Layout! with { Trailer = "1-1 \"T\"\n2-6 count\n11-19 total" } }, SpmisApp.Now, "SACCO"); // As much as there may be fits to the digit.
    }

    [Fact]
    public async Task Agency_OfItsOwnLayout_IsProposedApprovedPaidAnsweredAndChangedWithoutTouchingItsBatches()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.AddAgencyAsync(Delimited);
        await payroll.AddAgencyAsync(Fixed);
        (await Payroll.RefusalAsync(() => payroll.AddAgencyAsync(Fixed))).Code.ShouldBe("agency.exists");
        var own = await payroll.App.UseAsync<ProposeAgency, Proposal>(act => act.ChangeAsync("POST", Delimited with { ValueDays = 1 }, SpmisApp.Change(actor: SpmisApp.Supervisor, reason: "they asked"), default));
        (await Payroll.RefusalAsync(() => payroll.AgreeAsync(own))).Code.ShouldBe("proposal.own");
        await payroll.App.UseAsync<FourEyes>(f => f.RejectAsync("payments", own.Id, SpmisApp.Change(actor: Payroll.Cashier, reason: "not agreed"), default));
        await payroll.TellAsync([.. Enumerable.Range(1, 6).Select(n => Payroll.Facts(n, n < 6 ? "POST" : "SACCO") with { Name = n == 2 ? "Zoë Müller" : $"Amina {(char)('A' + n)}ara" })]);
        await payroll.TellAsync([.. Enumerable.Range(1, 6).Select(n => Payroll.Award(n, minor: n == 5 ? 600_000 : 200_000))]);
        await payroll.PayAsync();

        var batches = await payroll.BatchesAsync();
        batches.Select(b => (b.Agency, b.AgencyVersion, b.Count, b.TotalMinor)).ShouldBe([("POST", 1, 2, 400_000L), ("POST", 1, 2, 400_000L), ("SACCO", 1, 1, 200_000L)]);
        var all = await payroll.InstructionsAsync();
        all.Single(i => i.HoldCode is not null).ShouldSatisfyAllConditions(i => i.HoldCode.ShouldBe(HoldReasons.AgencyLimit), i => i.AmountMinor.ShouldBe(600_000));
        var post = await payroll.FileAsync(batches[0].Id);
        Encoding.Latin1.GetString(post).ShouldBe(
            "LINE;REF;NAME;ACCOUNT;SUM;CCY;DAY;ROW\r\n"
            + $"P;{all[0].Reference};Amina Bara;{all[0].Account};2000,00;KES;10.07.2026;1\r\n"
            + $"P;{all[1].Reference};Zoe Muller;{all[1].Account};2000,00;KES;10.07.2026;2\r\n");
        var lines = Encoding.ASCII.GetString(await payroll.FileAsync(batches[2].Id)).TrimEnd('\n').Split('\n');
        lines.ShouldBe(
        [
            "H" + batches[2].Number.PadRight(30) + "20260710",
            "D" + all[5].Reference.PadRight(35) + "Amina Gara".PadRight(25) + all[5].Account!.PadRight(15) + "000000000200000" + "KES",
            "T" + "000000001" + "000000000000200000",
        ]);

        // Another version: new batches follow it, old ones stay as they were, byte for byte.
        await payroll.ChangeAgencyAsync("POST", s => s with { DebtorName = "Another fund", Layout = s.Layout! with { Separator = "|", Columns = Post + "\nFROM = debtor-name" }, MaxSumPerBatch = null });
        Directory.Delete(Path.Combine(payroll.App.DataFolder, "files"), recursive: true);
        (await payroll.FileAsync(batches[0].Id)).ShouldBe(post);
        foreach (var batch in batches.Skip(1))
        {
            await payroll.FileAsync(batch.Id);
        }

        (await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 7, 11), default))).Checks.SelectMany(c => c.Violations).ShouldBeEmpty();
        await AnswerAsync(payroll, all);
        await payroll.PayAsync(Payroll.July.Add(1));
        var later = (await payroll.BatchesAsync()).Where(b => b.Agency == "POST").Skip(2).ToList();
        later.ShouldAllBe(b => b.AgencyVersion == 3);
        Encoding.Latin1.GetString(await payroll.FileAsync(later[0].Id)).ShouldStartWith("LINE|REF|NAME|ACCOUNT|SUM|CCY|DAY|ROW|FROM\r\n");
        await payroll.PromisesHoldAsync();
    }

    [Fact]
    public async Task Agency_ClosedAndOpenedAgain_HoldsAndThenPays()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.PeopleAsync(2);
        var run = (await payroll.PrepareAsync()).PaymentRunId;
        await payroll.ApproveAsync(run);
        (await Payroll.RefusalAsync(() => payroll.App.UseAsync<CloseAgency, Proposal>(act => act.ProposeAsync("BANKA", SpmisApp.Change(), default)))).Field.ShouldBe("reason");
        await payroll.AgreeAsync(await payroll.App.UseAsync<CloseAgency, Proposal>(act => act.ProposeAsync("BANKA", SpmisApp.Change(reason: "contract ended"), default)));
        await payroll.AskReleaseAsync(run, Payroll.Cashier);
        await payroll.ClearAsync(run);

        (await payroll.InstructionsAsync()).ShouldAllBe(i => i.HoldCode == HoldReasons.AgencyUnknown);
        (await payroll.BatchesAsync()).ShouldBeEmpty();
        await payroll.ChangeAgencyAsync("BANKA", s => s);
        await payroll.PayAsync(Payroll.July.Add(1));
        (await payroll.InstructionsAsync()).Count(i => i.State == "sent").ShouldBe(4);
        await payroll.PromisesHoldAsync();
    }

    /// <summary>Their own status file: their words, their amounts, their days; our CSV is read as ever.</summary>
    private static async Task AnswerAsync(Payroll payroll, List<Instruction> all)
    {
        var text = $"CODE;REF;DAY;SUM;WHY\n00;{all[0].Reference};11.07.2026;2000,00;\n91;{all[1].Reference};11.07.2026;2000,00;AC04 gone\n00;{all[2].Reference};11/07/2026;2.000,00;\n55;{all[3].Reference};11.07.2026;2000,00;\n";
        var taken = await payroll.SendAsync("POST", text);
        var verdicts = await payroll.LinesAsync(taken.RunId);
        verdicts.Where(l => l.Verdict == "refused").Select(l => (l.Line, l.Code, l.Column)).ShouldBe([(4, "date.form", "DAY"), (5, "status.unknown", "CODE")]);
        await payroll.AnswerAsync("POST", (all[2].Reference, "PAID", "2000.00"), (all[3].Reference, "PAID", "2000.00"));
        (await payroll.InstructionsAsync()).Where(i => i.Agency == "POST" && i.BatchId != null).Select(i => (i.State, i.PaidOn ?? i.RejectedOn)).ShouldBe(
            [("paid", new DateOnly(2026, 7, 11)), ("rejected", new(2026, 7, 11)), ("paid", new(2026, 7, 11)), ("paid", new(2026, 7, 11))]);
        (await payroll.App.UseAsync<PaymentsDb, List<string>>(db => db.StatusFiles.OrderBy(f => f.Id).Select(f => f.Format.ToString()).ToListAsync())).ShouldBe(["Mapped", "Csv"]);

        // The same file again is read before; once their word is known here, it is read anew and tells what it told.
        (await payroll.SendAsync("POST", text)).ReadBefore.ShouldBeTrue();
        await payroll.ChangeAgencyAsync("POST", s => s with { Answers = s.Answers! with { Statuses = s.Answers.Statuses + "\n55 = paid" } });
        var mended = await payroll.SendAsync("POST", text);
        mended.ReadBefore.ShouldBeFalse();
        (await payroll.LinesAsync(mended.RunId)).Where(l => l.Verdict == "refused").Select(l => (l.Line, l.Code)).ShouldBe([(4, "date.form")]);
        (await payroll.SendAsync("POST", text)).ReadBefore.ShouldBeTrue();
    }
}

public sealed class WorkingDaysTests
{
    private static readonly WorkingDays Days = new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Payments:Holidays"] = "2026-12-25, 2026-12-28", ["Portal:TimeZone"] = "Africa/Nairobi" }).Build());

    /// <summary>Wanted, released (UTC), cut-off (in Nairobi, three hours ahead), days needed, value date. The 26th is a Saturday.</summary>
    public static TheoryData<string, string, string?, int, string> Table => new()
    {
        { "2026-12-24", "2026-12-22T08:00", null, 0, "2026-12-24" },
        { "2026-12-26", "2026-12-22T08:00", null, 0, "2026-12-24" }, // A Saturday behind a holiday: paid before, not after.
        { "2026-12-25", "2026-12-25T08:00", null, 0, "2026-12-29" }, // Released on the holiday itself: the first day there is.
        { "2026-12-22", "2026-12-22T12:29", "15:30", 0, "2026-12-22" },
        { "2026-12-22", "2026-12-22T12:31", "15:30", 0, "2026-12-23" },
        { "2026-12-22", "2026-12-22T22:00", null, 0, "2026-12-23" }, // Past midnight in Nairobi.
        { "2026-12-23", "2026-12-23T08:00", null, 2, "2026-12-29" },
        { "2026-12-24", "2026-12-24T13:00", "15:30", 0, "2026-12-29" },
        { "2026-12-26", "2026-12-26T18:00", "15:30", 0, "2026-12-29" }, // Late on a day off is not later than early.
        { "2026-12-31", "2026-12-23T08:00", "15:30", 2, "2026-12-31" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void ValueDate_Table(string wanted, string released, string? cutOff, int needed, string expected) => Days.ValueDate(
        DateOnly.Parse(wanted, CultureInfo.InvariantCulture), DateTime.Parse(released, CultureInfo.InvariantCulture), cutOff is null ? null : TimeOnly.Parse(cutOff, CultureInfo.InvariantCulture), needed)
        .ShouldBe(DateOnly.Parse(expected, CultureInfo.InvariantCulture));
}
