using Spmis.Samples.Files;
using Spmis.Samples.People;
using Spmis.Samples.Places;
using Spmis.Values;

namespace Spmis.Samples.MobileMoney;

/// <summary>Writes what self-employed workers paid by phone: one statement of the mobile-money operator per month.</summary>
public static class StatementFiles
{
    private const int RepeatedInTenThousand = 5;

    /// <summary>Writes mobile-money/2026-01.csv and so on, walking the workers once, in the order of persons.csv.</summary>
    public static async Task<IReadOnlyList<StatementWritten>> WriteAsync(string folder, Population population, IAsyncEnumerable<Issued> workersIssued, CancellationToken ct = default)
    {
        var statements = DemoDates.Months.Select(month => new Open(month, Path.Combine(folder, "mobile-money", $"{month}.csv"))).ToList();
        try
        {
            await foreach (var issued in workersIssued.WithCancellation(ct).ConfigureAwait(false))
            {
                var worker = population.PersonAt(Person.LineOf(issued.Reference));
                if (worker.Activity != Activity.SelfEmployed)
                {
                    continue;
                }

                foreach (var statement in statements)
                {
                    statement.Add(population, worker, issued.Number);
                }
            }

            return [.. statements.Select(s => s.Close())];
        }
        finally
        {
            statements.ForEach(s => s.Dispose());
        }
    }

    private sealed class Open : IDisposable
    {
        private readonly SampleFile file;
        private readonly Month month;
        private readonly string path;
        private readonly Currency currency = Currency.Of("KES");
        private int lines;
        private int completed;
        private int notCompleted;
        private int repeated;
        private int mistakes;
        private Money total;

        public Open(Month month, string path)
        {
            (this.month, this.path, total) = (month, path, Money.Zero(currency));
            file = SampleFile.Create(path);
            Csv.Line(file.Text, MobilePayment.Header);
        }

        public void Add(Population population, Person worker, string number)
        {
            if (SelfEmployed.Payment(population, worker, number, month) is not { } payment)
            {
                return;
            }

            Count(payment);
            payment.Write(file.Text);
            var draw = new Randomness.Draw(population.Seed, Randomness.Stream.MobileMoney, -(((long)worker.Line * 1_000_000) + month.Code));
            if (lines++ == 0 || draw.Chance(RepeatedInTenThousand))
            {
                payment.Write(file.Text);
                lines++;
                repeated++;
            }
        }

        public StatementWritten Close()
        {
            file.Keep();
            return new StatementWritten(month, path, lines, completed, total, notCompleted, repeated, mistakes);
        }

        public void Dispose() => file.Dispose();

        private void Count(MobilePayment payment)
        {
            if (payment.Good(currency) is not { } money)
            {
                mistakes++;
            }
            else if (payment.Status != MobilePayment.Completed)
            {
                notCompleted++;
            }
            else
            {
                completed++;
                total += money;
            }
        }
    }
}
