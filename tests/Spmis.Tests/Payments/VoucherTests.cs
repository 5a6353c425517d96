using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Payments;
using Spmis.Payments.Promises;
using Spmis.Payments.Vouchers;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Payments;

public sealed class VoucherTests
{
    private static readonly Actor BankA = new("agency-a", "Ana Agency", [Roles.Agency], Agency: "BANKA");
    private static readonly Actor BankB = new("agency-b", "Ben Agency", [Roles.Agency], Agency: "BANKB");

    [Fact]
    public async Task Vouchers_FromApprovalToRedemption_AreTakenOnceAndInTheBooks()
    {
        await using var payroll = await Payroll.StartAsync();
        await payroll.TellAsync(Payroll.Facts(1), Payroll.Facts(2));
        await RefusedAsync(payroll);
        var batch = await MakeAsync(payroll, New(2500));
        (batch.State, batch.Count).ShouldBe(("made", 2500));

        // Exported once; the numbers are nowhere else.
        var numbers = await ExportAsync(payroll, batch.Id);
        numbers.Count.ShouldBe(2500);
        numbers.Distinct().Count().ShouldBe(2500);
        numbers.ShouldAllBe(n => n.Length == VoucherNumbers.Length && CheckDigit.IsValid(n));
        (await Payroll.RefusalAsync(() => ExportAsync(payroll, batch.Id))).Code.ShouldBe("voucher.state");
        (await payroll.App.UseAsync<PaymentsDb, byte[]?>(db => db.VoucherBatches.Where(b => b.Id == batch.Id).Select(b => b.SecretSealed).SingleAsync())).ShouldBeNull();

        // Not before they are active; not activated by who has the numbers.
        (await Payroll.RefusalAsync(() => RedeemAsync(payroll, numbers[0], "R0"))).Code.ShouldBe("voucher.not-active");
        (await Payroll.RefusalAsync(() => MoveAsync(payroll, m => m.ActivateAsync(batch.Id, SpmisApp.Change("payments.activate-vouchers"), default)))).Code.ShouldBe("voucher.own-export");
        await MoveAsync(payroll, m => m.ActivateAsync(batch.Id, SpmisApp.Change("payments.activate-vouchers", SpmisApp.Supervisor), default));
        (await BalanceAsync(payroll, "voucher/FOOD")).ShouldBe(-2500 * 50_000L);

        // Through the API, twice under one key, by two at once, by another agency, with a digit wrong.
        using var agency = payroll.App.Client(BankA);
        var taken = await PostAsync(agency, numbers[0], "R1", "redeem-key-1", HttpStatusCode.OK);
        taken.GetProperty("amountMinor").GetInt64().ShouldBe(50_000);
        (await PostAsync(agency, numbers[0], "R1", "redeem-key-1", HttpStatusCode.OK)).GetRawText().ShouldBe(taken.GetRawText());
        (await PostAsync(agency, numbers[0], "R2", "redeem-key-2", HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("voucher.redeemed");
        (await PostAsync(agency, numbers[1], "R1", "redeem-key-3", HttpStatusCode.BadRequest)).GetProperty("code").GetString().ShouldBe("voucher.reference-used");
        using var officer = payroll.App.Client(SpmisApp.Officer);
        (await officer.PostAsJsonAsync("/api/payments/vouchers/redeem", new { number = numbers[1], reference = "x" }, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Payroll.RefusalAsync(() => RedeemAsync(payroll, numbers[1], "R3", BankB))).Code.ShouldBe("voucher.other-agency");
        var wrong = numbers[1][..^1] + (numbers[1][^1] == '9' ? '0' : (char)(numbers[1][^1] + 1));
        (await Payroll.RefusalAsync(() => RedeemAsync(payroll, wrong, "R3"))).Code.ShouldBe("voucher.unknown");
        (await Payroll.RefusalAsync(() => RedeemAsync(payroll, CheckDigit.Append("9999999999999999"), "R3"))).Code.ShouldBe("voucher.unknown");
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(async n => await TryAsync(() => RedeemAsync(payroll, numbers[2], $"P{n}"))));
        both.Count(b => b is null).ShouldBe(1);
        await RedeemAsync(payroll, numbers[1].Insert(4, " ").Insert(9, "-"), "R4");

        // One is cancelled, then what is left; the last day holds.
        var serial = (await payroll.App.UseAsync<PaymentsDb, Voucher>(db => db.Vouchers.AsNoTracking().SingleAsync(v => v.BatchId == batch.Id && v.Position == 4))).Serial;
        await payroll.App.UseAsync<ChangeVoucher>(act => act.CancelAsync(serial, SpmisApp.Change("payments.cancel-vouchers", SpmisApp.Supervisor, reason: "lost"), default));
        (await Payroll.RefusalAsync(() => RedeemAsync(payroll, numbers[3], "R5"))).Code.ShouldBe("voucher.cancelled");
        (await Payroll.RefusalAsync(() => RedeemAsync(payroll, numbers[4], "R6", now: new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc)))).Code.ShouldBe("voucher.expired");
        (await BalanceAsync(payroll, "voucher/FOOD")).ShouldBe(-2496 * 50_000L);
        (await BalanceAsync(payroll, "bank/BANKA")).ShouldBe(-3 * 50_000L);
        await VerifiedAsync(payroll);
        await payroll.App.UseAsync<MoveVouchers>(m => m.CancelAsync(batch.Id, SpmisApp.Change("payments.cancel-vouchers", SpmisApp.Supervisor, reason: "the programme ended"), default));
        (await Payroll.RefusalAsync(() => RedeemAsync(payroll, numbers[4], "R7"))).Code.ShouldBe("voucher.cancelled"); // Whether or not the run has come by.
        await payroll.App.SettleAsync();
        (await BalanceAsync(payroll, "voucher/FOOD")).ShouldBe(0);
        (await payroll.App.UseAsync<VoucherFigures, VoucherCounts>(f => f.OfAsync(batch.Id, default))).ShouldBe(new VoucherCounts(0, 0, 3, 2497, 0));
        await VerifiedAsync(payroll);
        await payroll.PromisesHoldAsync();

        // For persons, and expired by rule.
        var named = await MakeAsync(payroll, New(0) with { Name = "named", Persons = [Payroll.Facts(1).RegistrationNumber, Payroll.Facts(2).RegistrationNumber], ExpiresOn = new DateOnly(2026, 7, 31) });
        await ExportAsync(payroll, named.Id);
        await MoveAsync(payroll, m => m.ActivateAsync(named.Id, SpmisApp.Change("payments.activate-vouchers", SpmisApp.Supervisor), default));
        await MoveAsync(payroll, m => m.ExpireAsync(SpmisApp.Change("payments.expire-vouchers", now: new DateTime(2026, 7, 31, 23, 0, 0, DateTimeKind.Utc)), default));
        (await payroll.App.UseAsync<VoucherFigures, VoucherCounts>(f => f.OfAsync(named.Id, default))).Expired.ShouldBe(0);
        await MoveAsync(payroll, m => m.ExpireAsync(SpmisApp.Change("payments.expire-vouchers", now: new DateTime(2026, 8, 1, 1, 0, 0, DateTimeKind.Utc)), default));
        (await payroll.App.UseAsync<VoucherFigures, VoucherCounts>(f => f.OfAsync(named.Id, default))).ShouldBe(new VoucherCounts(0, 0, 0, 0, 2));
        await VerifiedAsync(payroll);

        (await officer.GetStringAsync("/payments/vouchers", TestContext.Current.CancellationToken)).ShouldContain(batch.Number);
        (await officer.GetStringAsync($"/payments/vouchers/{batch.Id}", TestContext.Current.CancellationToken)).ShouldContain(serial);
        (await officer.GetStringAsync($"/api/payments/vouchers/{batch.Id}/list?limit=2", TestContext.Current.CancellationToken)).ShouldContain("\"next\":\"2\"");
        (await officer.GetStringAsync($"/api/payments/vouchers/serials/{serial}", TestContext.Current.CancellationToken)).ShouldContain("cancelled");

        // Somebody with the database in his hands marks one redeemed.
        await payroll.App.UseAsync<PaymentsDb>(db => db.Vouchers.Where(v => v.BatchId == named.Id && v.Position == 1).ExecuteUpdateAsync(s => s.SetProperty(v => v.RedeemedAt, SpmisApp.Now)));
        (await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 8, 2), default))).Checks.Single(c => c.Check == "vouchers-hold").Count.ShouldBe(2);
    }

    private static async Task RefusedAsync(Payroll payroll)
    {
        var bad = new[] { New(0), New(100_001), New(1) with { Group = "a b" }, New(1) with { Value = 0.001m }, New(1) with { ExpiresOn = new DateOnly(2026, 7, 1) }, New(1) with { Agencies = "NOBODY" }, New(0) with { Persons = ["1"] }, New(0) with { Persons = [Payroll.Facts(1).RegistrationNumber, Payroll.Facts(1).RegistrationNumber] } };
        foreach (var input in bad)
        {
            (await Payroll.RefusalAsync(() => payroll.App.UseAsync<CreateVouchers, Proposal>(act => act.ProposeAsync(input, SpmisApp.Change("payments.propose-vouchers"), default)))).Code.ShouldBe("voucher.value");
        }
    }

    private static NewVouchers New(int count) => new() { Name = "food July", Group = "FOOD", Currency = "KES", Value = 500, Count = count, ExpiresOn = new DateOnly(2030, 12, 31), Agencies = "banka" };

    private static async Task<VoucherBatch> MakeAsync(Payroll payroll, NewVouchers input)
    {
        await payroll.AgreeAsync(await payroll.App.UseAsync<CreateVouchers, Proposal>(act => act.ProposeAsync(input, SpmisApp.Change("payments.propose-vouchers"), default)));
        await payroll.App.SettleAsync();
        return await payroll.App.UseAsync<PaymentsDb, VoucherBatch>(db => db.VoucherBatches.AsNoTracking().OrderBy(b => b.Id).LastAsync());
    }

    private static async Task<List<string>> ExportAsync(Payroll payroll, long id)
    {
        var (_, content) = await payroll.App.UseAsync<ExportVouchers, (string, Stream)>(act => act.HandleAsync(id, SpmisApp.Change("payments.export-vouchers"), default));
        using var reader = new StreamReader(content);
        return [.. (await reader.ReadToEndAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')[0])];
    }

    private static async Task MoveAsync(Payroll payroll, Func<MoveVouchers, Task> move)
    {
        await payroll.App.UseAsync(move);
        await payroll.App.SettleAsync();
    }

    private static Task RedeemAsync(Payroll payroll, string number, string reference, Actor? by = null, DateTime? now = null) =>
        payroll.App.UseAsync<RedeemVoucher, Redeemed>(act => act.HandleAsync(new Redemption { Number = number, Reference = reference }, SpmisApp.Change("payments.redeem-voucher", by ?? BankA, now), default));

    private static async Task<Exception?> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (Refused refused)
        {
            return refused;
        }
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string number, string reference, string key, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/payments/vouchers/redeem") { Content = JsonContent.Create(new { number, reference }), Headers = { { "Idempotency-Key", key } } };
        var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(expected, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static Task<long> BalanceAsync(Payroll payroll, string account) => payroll.App.UseAsync<PaymentsDb, long>(db => db.Postings.Where(p => p.Account == account).SumAsync(p => p.AmountMinor));

    private static async Task VerifiedAsync(Payroll payroll) => (await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(new(2026, 8, 2), default))).Checks.SelectMany(c => c.Violations).ShouldBeEmpty();
}
