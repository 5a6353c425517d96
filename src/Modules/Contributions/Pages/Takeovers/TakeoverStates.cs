using Spmis.Contributions.Takeover;
using Spmis.Web.Parts;

namespace Spmis.Contributions.Pages.Takeovers;

/// <summary>How a batch's state is marked.</summary>
internal static class TakeoverStates
{
    public static TagKind Of(TakeoverBatch batch) => batch.State switch { "posted" => TagKind.Ok, "undone" or "rejected" => TagKind.Bad, "waiting" => TagKind.Wait, _ => TagKind.Info };
}
