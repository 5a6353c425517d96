using Spmis.Samples.Randomness;
using Spmis.Values;

namespace Spmis.Samples.Agencies;

/// <summary>
/// An agency as nobody wishes for one: drops answers, repeats them, mixes their order, says the opposite later, is a cent or a currency off, speaks of payments it never had,
/// rejects whole batches after it accepted some of it, says "accepted" and falls silent, cuts its files off. The same seed tells the same story.
/// </summary>
/// <param name="seed">The story.</param>
/// <param name="code">The agency's code.</param>
public sealed class HostileAgency(long seed, string code)
{
    private static readonly Saying[][] Fates =
    [
        [Saying.Paid], [Saying.Paid], [Saying.Accepted, Saying.Paid], [Saying.Rejected], [Saying.Accepted, Saying.Rejected], [Saying.Paid, Saying.Returned], [Saying.Returned],
        [], [Saying.Accepted], [Saying.Paid, Saying.Rejected], [Saying.Rejected, Saying.Paid], [Saying.Rejected, Saying.Returned], [Saying.Returned, Saying.Paid],
    ];

    private Draw draw = new(seed, Randomness.Stream.Agency, code);

    /// <summary>The story: files in the order in which they arrive.</summary>
    /// <param name="orders">What was ordered from this agency.</param>
    /// <param name="foreign">References of other agencies' payments, to lie about.</param>
    public IEnumerable<HostileFile> Story(IReadOnlyList<OrderedPayment> orders, IReadOnlyList<OrderedPayment> foreign)
    {
        var lines = Shuffled(Lines(orders, foreign));
        var writer = new HostileFileWriter(code);
        HostileFile? last = null;
        var (number, at) = (0, 0);
        while (at < lines.Count)
        {
            var count = draw.Between(1, 12);
            var form = draw.Pick(Enum.GetValues<AnswerForm>());
            // What this form cannot say is said in a file of its own right behind it.
            var slice = lines.GetRange(at, Math.Min(count, lines.Count - at));
            at += slice.Count;
            foreach (var (kind, said) in new[] { (form, slice.Where(l => Can(form, l.Says)).ToList()), (AnswerForm.Csv, slice.Where(l => !Can(form, l.Says)).ToList()) })
            {
                if (said.Count == 0)
                {
                    continue;
                }

                if (kind is AnswerForm.Pain002V03 or AnswerForm.Pain002V10 && draw.Chance(3000))
                {
                    said.Insert(0, Group(orders));
                }

                last = Tricked(writer.Write(kind, ++number, said));
                yield return last;
                if (last.Lines.Count > 0 && draw.Chance(1000))
                {
                    yield return last with { Trick = "again", Lines = [] };
                }
            }
        }
    }

    private static bool Can(AnswerForm form, Saying says) => form switch
    {
        AnswerForm.Pain002V03 or AnswerForm.Pain002V10 => says != Saying.Returned,
        AnswerForm.Camt053 or AnswerForm.Camt054 => says != Saying.Rejected,
        _ => true,
    };

    private List<HostileLine> Lines(IReadOnlyList<OrderedPayment> orders, IReadOnlyList<OrderedPayment> foreign)
    {
        List<HostileLine> lines = [];
        foreach (var order in orders)
        {
            foreach (var saying in draw.Pick(Fates))
            {
                var line = new HostileLine { Reference = order.Reference, Part = order.Part, Says = saying, Amount = order.Amount };
                if (draw.Chance(1500))
                {
                    lines.Add(Lie(line, foreign)); // First the lie, then what is meant.
                }

                lines.Add(line);
                if (draw.Chance(1200))
                {
                    lines.Add(line);
                }
            }
        }

        return lines;
    }

    private HostileLine Lie(HostileLine line, IReadOnlyList<OrderedPayment> foreign) => draw.Below(4) switch
    {
        0 => line with { Amount = new Money(line.Amount.Minor + (draw.Chance(5000) ? 1 : -1), line.Amount.Currency), Believable = false },
        1 => line with { Amount = new Money(line.Amount.Minor, Currency.Of("USD")), Believable = false },
        2 when foreign.Count > 0 => line with { Reference = draw.Pick(foreign).Reference, Believable = false },
        _ => line with { Reference = "NOBODY-" + draw.Between(1, 999), Believable = false },
    };

    /// <summary>Mostly in order, but each may come up to twenty lines later.</summary>
    private List<HostileLine> Shuffled(List<HostileLine> lines) =>
        [.. lines.Select((line, n) => (line, Place: n + draw.Between(0, 20), n)).OrderBy(l => l.Place).ThenBy(l => l.n).Select(l => l.line)];

    /// <summary>A word about many: mostly harmless, at times the end of all that is still open.</summary>
    private HostileLine Group(IReadOnlyList<OrderedPayment> orders)
    {
        var order = draw.Pick(orders);
        var of = draw.Chance(5000) ? SaidOf.Part : SaidOf.Batch;
        var known = !draw.Chance(1500);
        return new()
        {
            Of = of, Reference = known ? of == SaidOf.Part ? order.Part : order.Batch : "NOT-OURS", Amount = order.Amount, Believable = known,
            Says = draw.Below(10) switch { 0 => Saying.Paid, 1 => Saying.Rejected, _ => Saying.Accepted },
        };
    }

    private HostileFile Tricked(HostileFile file)
    {
        var xml = file.Form != AnswerForm.Csv;
        return draw.Below(20) switch
        {
            0 when xml => HostileFileWriter.CutOff(file),
            1 when xml => HostileFileWriter.Replaced(file, "wrong version", [(".001.03\"", ".001.99\""), (".001.10\"", ".001.99\""), (".001.08\"", ".001.99\"")]),
            2 when xml => HostileFileWriter.WithDocumentType(file),
            3 => new HostileFile(file.Form, "no answer at all", "Dear colleagues, all was paid. Regards\n"u8.ToArray(), []),
            4 or 5 when file.Form == AnswerForm.Pain002V03 => HostileFileWriter.Replaced(file, "dialect", [("urn:iso:std:iso:20022:tech:xsd:pain.002.001.03", "http://www.six-interbank-clearing.com/de/pain.002.001.03.ch.02.xsd")]) with { Lines = file.Lines },
            7 when file.Form == AnswerForm.Pain002V10 => HostileFileWriter.Replaced(file, "dialect", [(".001.10\"", ".001.12\"")]) with { Lines = file.Lines },
            6 when file.Form == AnswerForm.Csv => HostileFileWriter.Windows(file),
            _ => file,
        };
    }
}
