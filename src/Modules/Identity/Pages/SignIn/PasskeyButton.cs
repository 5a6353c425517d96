namespace Spmis.Identity.Pages.SignIn;

/// <summary>A button that asks the browser for a passkey and sends its form with the answer; hidden where the browser has none.</summary>
/// <param name="Text">On the button.</param>
/// <param name="Ask">Where the question is fetched.</param>
/// <param name="Field">The form field of the answer.</param>
/// <param name="IsNew">Makes a new one.</param>
/// <param name="Kind">The button's class.</param>
public sealed record PasskeyButton(string Text, string Ask, string Field, bool IsNew = false, string Kind = "second");
