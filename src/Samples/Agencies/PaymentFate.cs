using Spmis.Samples.Places;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.Agencies;

/// <summary>What becomes of a payment.</summary>
/// <param name="Outcome">Paid, failed at once, or paid and returned later.</param>
/// <param name="ReasonCode">ISO external reason code (AC01, AC04 ...); empty when paid.</param>
/// <param name="ReasonText">The agency's words; empty when paid.</param>
public sealed record PaymentFate(PaymentOutcome Outcome, string ReasonCode, string ReasonText)
{
    private const int FailedInTenThousand = 150;
    private const int ReturnedInTenThousand = 50;

    private static readonly (string Code, string Text)[] Failures =
        [("AC01", "Account number unknown"), ("AC04", "Account closed"), ("AC06", "Account blocked"), ("BE01", "Name does not fit the account"), ("AM14", "Amount over the limit of the account")];

    private static readonly (string Code, string Text)[] Returns =
        [("AC04", "Account closed"), ("MD07", "Account holder has died"), ("BE01", "Name does not fit the account")];

    private static readonly PaymentFate Paid = new(PaymentOutcome.Paid, "", "");

    /// <summary>
    /// The fate of every payment into an account (to a payee, where there is no account): it depends on neither the payment's number nor its place in a batch,
    /// so that a run cut short and resumed ends with the same totals as one that was not.
    /// </summary>
    public static PaymentFate Of(long seed, string agency, string account, string payee)
    {
        var key = account.Trim().Length > 0 ? account : payee;
        var draw = new Draw(seed, Randomness.Stream.Agency, key.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant());
        var fate = draw.Class([FailedInTenThousand, FailedInTenThousand + ReturnedInTenThousand, 10_000]);
        return fate switch
        {
            0 => Of(PaymentOutcome.Failed, draw.Pick(Failures)),

            // Nobody returns money from a wallet: the operator knows at once whether it arrived.
            1 when agency != PaymentAgency.MobileMoney => Of(PaymentOutcome.Returned, draw.Pick(Returns)),
            _ => Paid,
        };
    }

    private static PaymentFate Of(PaymentOutcome outcome, (string Code, string Text) reason) => new(outcome, reason.Code, reason.Text);
}

/// <summary>What becomes of a payment.</summary>
public enum PaymentOutcome
{
    /// <summary>It arrived.</summary>
    Paid,

    /// <summary>The agency could not pay it.</summary>
    Failed,

    /// <summary>The agency reported it paid, and days later it came back.</summary>
    Returned,
}
