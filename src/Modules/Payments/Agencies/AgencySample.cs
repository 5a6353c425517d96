using Spmis.Kernel.Acts;
using Spmis.Payments.Batches;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.Agencies;

/// <summary>A sample of an agency's order file.</summary>
/// <param name="Name">The name it would have.</param>
/// <param name="Content">Three invented payments, as the agency would get them.</param>
public sealed record SampleFile(string Name, byte[] Content);

/// <summary>Tries a draft before anybody approves it: three invented payments, written as the agency would get them.</summary>
public sealed class TryAgency(AgencyChecks checks)
{
    /// <summary>Checks the draft and writes the sample; changes nothing.</summary>
    /// <exception cref="Refused">The draft cannot carry what a payment needs.</exception>
    public async Task<SampleFile> HandleAsync(AgencySettings draft, Change change, CancellationToken ct)
    {
        var settings = ProposeAgency.Tidy(draft);
        checks.Settings(settings, change.Now);
        return await AgencySample.WriteAsync(settings, ct);
    }
}

/// <summary>The sample itself; the same draft gives the same bytes.</summary>
internal static class AgencySample
{
    /// <summary>The code a draft's sample bears.</summary>
    public const string Code = "SAMPLE";

    private static readonly Month Month = new(2026, 7);
    private static readonly DateOnly ValueDate = new(2026, 7, 24);

    public static async Task<SampleFile> WriteAsync(AgencySettings settings, CancellationToken ct)
    {
        var currency = settings.Currency ?? "KES";
        OrderLine[] lines =
        [
            Line(1, "Amina Wanjiru", "401000000001", 200_000, currency), Line(2, "Zoë Müller-N'Diaye", "401000000002", 1_234_567, currency), Line(3, "Jean Baptiste Habimana Uwimana", "401000000003", 50, currency),
        ];
        var head = new OrderHead("SAMPLE-00000197", currency, ValueDate, lines.Length, lines.Sum(l => l.AmountMinor));
        var parts = new[] { new BatchPart("SAMPLE-00000197-1", "sample-scheme", "old-age", lines.Length, head.TotalMinor) };
        using var target = new MemoryStream();
        await OrderFile.WriteAsync(target, settings, head, new DateTime(2026, 7, 22, 9, 0, 0, DateTimeKind.Utc), parts, _ => lines.ToAsyncEnumerable(), ct);
        return new(OrderFile.NameOf(head.Number, settings), target.ToArray());
    }

    private static OrderLine Line(int n, string name, string account, long minor, string currency) =>
        new(n, PaymentReference.Of(CheckDigit.Append($"7{n:D7}"), Month, "main", 1), CheckDigit.Append($"26{n:D7}"), name, account, minor, currency, "sample-scheme", Month);
}
