using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Tests.Payments;

public sealed class PaymentReferenceTests
{
    private static readonly Month July = new(2026, 7);

    [Fact]
    public void Of_AnInstruction_IsReadableShortAndChecked()
    {
        var reference = PaymentReference.Of("2600012370", July, "main", 1);

        reference.ShouldStartWith("2600012370-202607-MAIN-01");
        reference.Length.ShouldBeLessThanOrEqualTo(35);
        PaymentReference.IsValid(reference).ShouldBeTrue();
    }

    [Fact]
    public void Of_AnyPartDifferent_IsAnotherReference()
    {
        string[] all =
        [
            PaymentReference.Of("2600012370", July, "main", 1), PaymentReference.Of("2600012371", July, "main", 1), PaymentReference.Of("2600012370", July.Add(1), "main", 1),
            PaymentReference.Of("2600012370", July, "main", 2), PaymentReference.Of("2600012370", July, "child", 1), PaymentReference.Of("2600012370", July, "mai-n", 1),
            PaymentReference.Of("2600012370", July, "supplement-for-a-child", 1), PaymentReference.Of("2600012370", July, "supplement-for-a-spouse", 1),
        ];

        all.Distinct().Count().ShouldBe(all.Length);
        all.ShouldAllBe(r => r.Length <= 35 && PaymentReference.IsValid(r));
    }

    [Fact]
    public void IsValid_OneSlip_IsSeen()
    {
        var reference = PaymentReference.Of("2600012370", July, "main", 1);
        foreach (var i in Enumerable.Range(0, reference.Length).Where(i => char.IsAsciiDigit(reference[i])))
        {
            var wrong = reference[..i] + (char)('0' + ((reference[i] - '0' + 1) % 10)) + reference[(i + 1)..];
            PaymentReference.IsValid(wrong).ShouldBeFalse(wrong);
        }
    }

    [Fact]
    public void Of_AnAwardNumberTooLong_IsAnError() =>
        Should.Throw<InvalidOperationException>(() => PaymentReference.Of(new string('1', 30), July, "main", 1));
}
