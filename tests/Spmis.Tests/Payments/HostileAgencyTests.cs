using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments;
using Spmis.Payments.Batches;
using Spmis.Payments.Instructions;
using Spmis.Payments.Promises;
using Spmis.Payments.Reconciliation;
using Spmis.Samples.Agencies;
using Spmis.TestKit;

namespace Spmis.Tests.Payments;

/// <summary>
/// Stories of an agency that drops, repeats, mixes, contradicts and lies. After each the payments stand as a plain reading of the story says, every invariant holds, and what is open is
/// listed exactly; once a person has settled it and the agency has answered the rest, every batch closes. SPMIS_STORIES=100 tells more, SPMIS_STORY_SEED another beginning.
/// </summary>
public sealed class HostileAgencyTests(ITestOutputHelper output)
{
    private static readonly DateOnly ThirtyDaysLater = new(2026, 8, 14);

    [Fact]
    public async Task Answers_OfAHostileAgency_CloseTheBooksOrShowExactlyWhatIsOpen()
    {
        var first = Number("SPMIS_STORY_SEED", 1);
        for (var seed = first; seed < first + Number("SPMIS_STORIES", 4); seed++)
        {
            await TellAsync(seed);
        }
    }

    private async Task TellAsync(int seed)
    {
        await using var payroll = await Payroll.StartAsync(maxPerBatch: 9);
        await payroll.PeopleAsync(60, agency: n => n % 5 == 0 ? "BANKB" : "BANKA");
        await payroll.PayAsync();
        var (orders, foreign) = (await OrdersAsync(payroll, "BANKA"), await OrdersAsync(payroll, "BANKB"));
        var plain = new PlainReading(orders);
        List<string> tricks = [];
        foreach (var file in new HostileAgency(seed, "BANKA").Story(orders, foreign))
        {
            tricks.Add(file.Trick);
            await SendAsync(payroll, file);
            plain.Read(file);
        }

        output.WriteLine($"seed {seed}: {string.Join(", ", tricks.CountBy(t => t).Select(t => $"{t.Value} {t.Key}"))}; {plain.Contradictions.Count} contradictions, {plain.Open.Count()} open");
        await StandsAsync(payroll, plain, $"seed {seed}");
        await CloseAsync(payroll, plain, foreign, seed);
    }

    /// <summary>Files that cannot be read are refused as a whole, at once or by their run, and change nothing.</summary>
    private static async Task SendAsync(Payroll payroll, HostileFile file)
    {
        var mustFail = file.Lines.Count == 0 && file.Trick != "again";
        try
        {
            var taken = await payroll.SendAsync("BANKA", file.Content);
            mustFail.ShouldBeFalse($"{file.Form}, {file.Trick}");
            taken.ReadBefore.ShouldBe(file.Trick == "again", file.Trick);
        }
        catch (Refused refused)
        {
            mustFail.ShouldBeTrue($"{file.Form}, {file.Trick}: {refused.Message}");
        }
    }

    private static async Task StandsAsync(Payroll payroll, PlainReading plain, string what)
    {
        var rows = (await payroll.InstructionsAsync()).Where(i => i.Agency == "BANKA").ToList();
        rows.Select(i => (i.Reference, i.State)).ShouldBe(rows.Select(i => (i.Reference, plain.State(i.Reference))), what);
        var verified = await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(ThirtyDaysLater, default));
        verified.Checks.SelectMany(c => c.Violations).ShouldBeEmpty(what);
        verified.Open.Where(o => o.What == "contradiction").Select(o => o.Record).Order().ShouldBe(plain.Contradictions.Order(), what);
        var batches = (await payroll.BatchesAsync()).ToDictionary(b => b.Id, b => b.Number);
        var silent = await payroll.App.UseAsync<MissingAnswers, IReadOnlyList<SilentBatch>>(m => m.BatchesAsync(ThirtyDaysLater, null, 100, default));
        silent.Where(s => s.Agency == "BANKA").Select(s => (s.Number, s.Count)).Order()
            .ShouldBe(rows.Where(i => plain.State(i.Reference) == "sent").GroupBy(i => batches[i.BatchId!.Value]).Select(g => (g.Key, (long)g.Count())).Order(), what);
        await payroll.PromisesHoldAsync();
    }

    /// <summary>A person asks the agency about each contradiction, and the agency answers what it owed, thirty days late.</summary>
    private static async Task CloseAsync(Payroll payroll, PlainReading plain, IReadOnlyList<OrderedPayment> foreign, int seed)
    {
        var random = new Random(seed);
        foreach (var open in await payroll.App.UseAsync<PaymentsDb, List<Contradiction>>(db => db.Contradictions.AsNoTracking().Where(c => c.SettledAt == null).OrderBy(c => c.Id).ToListAsync()))
        {
            try
            {
                await SettleAsync(open.Id, random.Next(2) == 0);
            }
            catch (Refused refused) when (refused.Code == "contradiction.overtaken")
            {
                await SettleAsync(open.Id, false); // Another one about the same payment was taken before.
            }
        }

        await payroll.AnswerAsync("BANKA", [.. plain.Open.Select(r => (r, "PAID", "2000.00"))]);
        await payroll.AnswerAsync("BANKB", [.. foreign.Select(o => (o.Reference, "PAID", "2000.00"))]);
        foreach (var batch in await payroll.BatchesAsync())
        {
            await payroll.App.UseAsync<CloseBatch>(act => act.HandleAsync(batch.Id, SpmisApp.Change(actor: SpmisApp.Supervisor), default));
        }

        var verified = await payroll.App.UseAsync<VerifyPayments, PaymentsVerified>(v => v.HandleAsync(ThirtyDaysLater, default));
        verified.Checks.SelectMany(c => c.Violations).ShouldBeEmpty($"seed {seed}, closed");
        verified.Open.Where(o => o.What is not "run-failed").ShouldBeEmpty($"seed {seed}, closed");

        Task SettleAsync(long id, bool take) => payroll.App.UseAsync<SettleContradiction>(act => act.HandleAsync(id, take, SpmisApp.Change(reason: "the bank wrote so", actor: SpmisApp.Supervisor), default));
    }

    private static async Task<List<OrderedPayment>> OrdersAsync(Payroll payroll, string agency)
    {
        var batches = (await payroll.BatchesAsync()).ToDictionary(b => b.Id, b => b.Number);
        return [.. (await payroll.InstructionsAsync()).Where(i => i.Agency == agency && i.BatchId is not null).Select(i => new OrderedPayment(i.Reference, i.Amount, batches[i.BatchId!.Value], batches[i.BatchId!.Value] + "-1"))];
    }

    private static int Number(string name, int otherwise) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>What a patient reader would make of the story with pencil and paper.</summary>
    private sealed class PlainReading(IReadOnlyList<OrderedPayment> orders)
    {
        private readonly Dictionary<string, string> states = orders.ToDictionary(o => o.Reference, _ => "sent");

        public List<string> Contradictions { get; } = [];

        public IEnumerable<string> Open => states.Where(s => s.Value == "sent").Select(s => s.Key);

        public string State(string reference) => states[reference];

        public void Read(HostileFile file)
        {
            foreach (var line in file.Lines.Where(l => l is { Of: SaidOf.Payment, Believable: true }))
            {
                var (had, says) = (states[line.Reference], line.Says);
                if ((had, says) is ("paid", Saying.Rejected) or ("rejected", Saying.Paid))
                {
                    Contradictions.Add(line.Reference);
                }
                else if (had == "sent" && says != Saying.Accepted)
                {
                    states[line.Reference] = says.ToString().ToLowerInvariant();
                }
                else if (had == "paid" && says == Saying.Returned)
                {
                    states[line.Reference] = "returned";
                }
            }

            foreach (var group in file.Lines.Where(l => l.Of != SaidOf.Payment && l.Believable && l.Says is Saying.Paid or Saying.Rejected))
            {
                foreach (var order in orders.Where(o => (group.Of == SaidOf.Part ? o.Part : o.Batch) == group.Reference && states[o.Reference] == "sent"))
                {
                    states[order.Reference] = group.Says == Saying.Paid ? "paid" : "rejected";
                }
            }
        }
    }
}
