using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Web.Forms;

/// <summary>A page with a form: runs an act, shows what a rule refused beside the field, loses nothing that was typed, and never does the same form twice.</summary>
public abstract class FormPage : PageModel
{
    internal const string DoneKey = "Done";
    internal const string DoneCookie = "spmis-done";

    /// <summary>The form's own key, new each time a form is drawn; the same key twice is one submit.</summary>
    [BindProperty(Name = PostFormTagHelper.KeyField)]
    public string? FormKey { get; set; }

    /// <summary>Runs the act and answers with its redirect. A <see cref="Refused"/>, or input that could not be read, shows the page again with the words beside the field.</summary>
    /// <param name="act">Checks, acts and returns a redirect; it may call <see cref="Refuse"/> several times and return <c>Page()</c>.</param>
    protected async Task<IActionResult> TryAsync(Func<Task<IActionResult>> act)
    {
        Check();
        if (!ModelState.IsValid)
        {
            return await RedisplayAsync();
        }

        try
        {
            var result = FormKey is null
                ? await act()
                : await HttpContext.RequestServices.GetRequiredService<FormKeys>().OnceAsync($"{User.Identity?.Name}|{Request.Path}|{FormKey}", act);
            return result is PageResult && !ModelState.IsValid ? await RedisplayAsync() : result;
        }
        catch (Refused refused) when (refused.Code == "access.forbidden")
        {
            return Forbid(); // As on every other page: 403, not a form to be mended.
        }
        catch (Refused refused)
        {
            Refuse(refused.Field, refused.Message);
            return await RedisplayAsync();
        }
    }

    /// <summary>Calls <see cref="Refuse"/> and <see cref="ReadMoney"/> for what the page itself can see is wrong; runs even when a field could not be read, so that everything wrong is said at once.</summary>
    protected virtual void Check()
    {
    }

    /// <summary>Says what is wrong with a field (or, without one, with the whole request); the first word on a field stands.</summary>
    /// <param name="field">The input's name as the act calls it; matched to a bound property without regard to case or to the <c>Input.</c> before it.</param>
    /// <param name="text">What is wrong and how to mend it, in the reader's language.</param>
    protected void Refuse(string? field, string text)
    {
        var key = field is null ? "" : FieldNames.Match(field, GetType(), ModelState.Keys) ?? "";
        if (key.Length == 0 || ModelState.GetFieldValidationState(key) != ModelValidationState.Invalid)
        {
            ModelState.AddModelError(key, text);
        }
    }

    /// <summary>Shows a line of success on the page the redirect leads to.</summary>
    protected void Done(string text) => TempData[DoneKey] = text;

    /// <summary>Says what came of a decision: the words given when it is over, else which step is due now.</summary>
    protected void Done(StepTaken taken, string over)
    {
        var words = HttpContext.RequestServices.GetRequiredService<IStringLocalizer<Texts>>();
        Done(taken is { Approved: true, Applied: false } ? words["Step {0} of {1} is approved. The next one waits for another person.", taken.Step, taken.Steps] : over);
    }

    /// <summary>Loads what the page shows besides the form (lists to choose from), before it is shown again with errors.</summary>
    protected virtual Task OnRedisplayAsync() => Task.CompletedTask;

    /// <summary>Reads an amount or says beside the field why it cannot be read.</summary>
    protected Money? ReadMoney(string field, string? text, Currency currency)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (Money.TryParse(Digits.ToAscii(text.Trim()), currency, out var money, out var problem))
        {
            return money;
        }

        Refuse(field, problem!); // TryParse gives a problem whenever it returns false
        return null;
    }

    private async Task<IActionResult> RedisplayAsync()
    {
        await OnRedisplayAsync();
        var page = Page();
        page.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page;
    }
}
