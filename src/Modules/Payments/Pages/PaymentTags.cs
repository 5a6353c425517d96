using Spmis.Web.Parts;

namespace Spmis.Payments.Pages;

/// <summary>The meaning of states as colours; the words come from the texts.</summary>
internal static class PaymentTags
{
    public static TagKind Of(string state) => state switch
    {
        "paid" or "released" or "closed" or "confirmed" or "active" or "redeemed" or "ready" or "taken" or "verified" => TagKind.Ok,
        "rejected" or "returned" or "cancelled" or "failed" or "refused" or "objected" => TagKind.Bad,
        "held" or "prepared" or "waiting" or "approved" or "fetched" or "checked" or "made" or "exported" or "untold" or "cooling" => TagKind.Wait,
        "lapsed" or "withdrawn" or "ended" or "nothing" or "expired" => TagKind.Off,
        _ => TagKind.Info,
    };
}
