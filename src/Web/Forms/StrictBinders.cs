using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Spmis.Values;

namespace Spmis.Web.Forms;

/// <summary>Reads dates, months and amounts by the portal's own rules, whatever the language, and refuses what could mean two things.</summary>
internal sealed class StrictBinders : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var type = context.Metadata.UnderlyingOrModelType;
        var words = context.Services.GetRequiredService<IStringLocalizer<Texts>>();
        return type == typeof(DateOnly) ? new DateBinder(words)
            : type == typeof(decimal) ? new TextBinder(words, Amount)
            : type == typeof(Month) ? new TextBinder(words, MonthOf)
            : null;
    }

    private static (object?, string?) Amount(string text, IStringLocalizer words) =>
        text.Length <= 25 && text.All(c => char.IsAsciiDigit(c) || c is '.') && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? (amount, null)
            : (null, words["“{0}” is not an amount. Use digits and at most one point, such as 1234.50.", text]);

    private static (object?, string?) MonthOf(string text, IStringLocalizer words) =>
        Month.TryParse(text, out var month) ? (month, null) : (null, words["“{0}” is not a month. Write year and month, such as 2026-03.", text]);
}

/// <summary>Reads one text, or says what is wrong with it.</summary>
internal sealed class TextBinder(IStringLocalizer words, Func<string, IStringLocalizer, (object? Value, string? Problem)> read) : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var sent = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (sent == ValueProviderResult.None)
        {
            return Task.CompletedTask;
        }

        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, sent);
        var text = Digits.ToAscii(sent.FirstValue?.Trim() ?? "");
        if (text.Length == 0)
        {
            Blank.Bind(bindingContext, words["Fill this in."]);
            return Task.CompletedTask;
        }

        var (value, problem) = read(text, words);
        if (problem is null)
        {
            bindingContext.Result = ModelBindingResult.Success(value);
        }
        else
        {
            bindingContext.ModelState.AddModelError(bindingContext.ModelName, problem);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Reads a date from three fields (name.Day, name.Month, name.Year) or from one text as 1988-03-27.</summary>
internal sealed class DateBinder(IStringLocalizer words) : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var name = bindingContext.ModelName;
        var whole = bindingContext.ValueProvider.GetValue(name);
        string[] parts = ["Year", "Month", "Day"];
        var sent = parts.Select(p => bindingContext.ValueProvider.GetValue($"{name}.{p}")).ToArray();
        if (whole == ValueProviderResult.None && sent.All(s => s == ValueProviderResult.None))
        {
            return Task.CompletedTask;
        }

        string[] typed;
        if (whole != ValueProviderResult.None)
        {
            bindingContext.ModelState.SetModelValue(name, whole);
            typed = Trim(whole).Split('-');
        }
        else
        {
            foreach (var (part, value) in parts.Zip(sent))
            {
                bindingContext.ModelState.SetModelValue($"{name}.{part}", value);
                bindingContext.ModelState.MarkFieldSkipped($"{name}.{part}"); // the date as a whole is what is valid or not
            }

            typed = [.. sent.Select(Trim)];
        }

        if (typed.All(t => t.Length == 0))
        {
            Blank.Bind(bindingContext, words["Enter a date."]);
        }
        else if (Problem(typed, out var date) is { } problem)
        {
            bindingContext.ModelState.AddModelError(name, problem);
        }
        else
        {
            bindingContext.Result = ModelBindingResult.Success(date);
        }

        return Task.CompletedTask;
    }

    private static string Trim(ValueProviderResult value) => Digits.ToAscii(value.FirstValue?.Trim() ?? "");

    private string? Problem(string[] typed, out DateOnly date)
    {
        date = default;
        if (typed.Length != 3 || typed.Any(t => t.Length is 0 or > 4 || !t.All(char.IsAsciiDigit)))
        {
            return words["A date needs a day, a month and a year in digits, such as 27 3 1988 or 1988-03-27."];
        }

        var numbers = typed.Select(t => int.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        var (year, month, day) = (numbers[0], numbers[1], numbers[2]);
        if (typed[0].Length != 4 || year is < 1800 or > 2999)
        {
            return words["Write the year with four digits, such as 1988."];
        }

        if (month is < 1 or > 12)
        {
            return words["The month must be from 1 to 12."];
        }

        var days = DateTime.DaysInMonth(year, month);
        if (day < 1 || day > days)
        {
            return words["That month has {0} days; the day must be from 1 to {0}.", days];
        }

        date = new DateOnly(year, month, day);
        return null;
    }
}

/// <summary>What a blank field means.</summary>
internal static class Blank
{
    public static void Bind(ModelBindingContext context, string problem)
    {
        if (context.ModelMetadata.IsReferenceOrNullableType)
        {
            context.Result = ModelBindingResult.Success(null);
        }
        else
        {
            context.ModelState.AddModelError(context.ModelName, problem);
        }
    }
}
