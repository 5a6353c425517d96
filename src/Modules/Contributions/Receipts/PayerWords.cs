using Spmis.Contributions.Bills;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Receipts;

/// <summary>What banks and payers wrote: names, telephones, accounts and our references in one text. Who need not have telephones and accounts in full sees their ends; references of bills stay.</summary>
/// <param name="mask">Who sees them in full.</param>
public sealed class PayerWords(IdentifierMask mask)
{
    /// <summary>How texts are shown to who asks.</summary>
    public async Task<Func<string?, string?>> ForWhoAsksAsync() => await mask.SeesAllAsync() ? text => text : text => IdentifierMask.InText(text, PaymentReference.IsValid);

    /// <summary>The text as who asks may see it.</summary>
    public async Task<string?> ShownAsync(string? text) => (await ForWhoAsksAsync())(text);
}
