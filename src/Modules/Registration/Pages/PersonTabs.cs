namespace Spmis.Registration.Pages;

/// <summary>The tabs above a person's pages.</summary>
/// <param name="Number">Registration number.</param>
/// <param name="Here">Which is shown.</param>
public sealed record PersonTabs(string Number, string Here);
