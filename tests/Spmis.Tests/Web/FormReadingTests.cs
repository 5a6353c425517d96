using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Primitives;
using Shouldly;
using Spmis.Web;
using Spmis.Web.Forms;
using Xunit;

namespace Spmis.Tests.Web;

public sealed class FormReadingTests
{
    private static readonly IStringLocalizer Words = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<Texts>>();

    [Theory]
    [InlineData("27", "3", "1988", "1988-03-27")]
    [InlineData(" 7 ", "03", "1988", "1988-03-07")]
    [InlineData("٢٧", "٣", "١٩٨٨", "1988-03-27")]
    [InlineData("29", "2", "2024", "2024-02-29")]
    public async Task Date_OfThreeFields_IsRead(string day, string month, string year, string date)
    {
        var context = await BindDateAsync(typeof(DateOnly?), ("BornOn.Day", day), ("BornOn.Month", month), ("BornOn.Year", year));
        context.Result.Model.ShouldBe(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        context.ModelState.IsValid.ShouldBeTrue();
    }

    [Theory]
    [InlineData("31", "2", "1990", "28 days")]
    [InlineData("29", "2", "2023", "28 days")]
    [InlineData("31", "4", "1990", "30 days")]
    [InlineData("1", "13", "1990", "from 1 to 12")]
    [InlineData("1", "1", "90", "four digits")]
    [InlineData("1", "", "1990", "a day, a month and a year")]
    [InlineData("1", "Jan", "1990", "a day, a month and a year")]
    public async Task Date_ThatIsNone_IsRefusedAndKept(string day, string month, string year, string says)
    {
        var context = await BindDateAsync(typeof(DateOnly?), ("BornOn.Day", day), ("BornOn.Month", month), ("BornOn.Year", year));
        context.ModelState["BornOn"]!.Errors.Single().ErrorMessage.ShouldContain(says);
        context.ModelState["BornOn.Month"]!.AttemptedValue.ShouldBe(month);
    }

    [Theory]
    [InlineData("1988-03-27", true)]
    [InlineData("27/03/1988", false)]
    [InlineData("03-27-1988", false)]
    [InlineData("1988-3-27", true)]
    public async Task Date_InOneText_IsReadOnlyYearFirst(string text, bool read) =>
        (await BindDateAsync(typeof(DateOnly?), ("BornOn", text))).ModelState.IsValid.ShouldBe(read);

    [Fact]
    public async Task Date_LeftBlank_IsNullOrAskedFor()
    {
        (await BindDateAsync(typeof(DateOnly?), ("BornOn", ""))).Result.ShouldBe(ModelBindingResult.Success(null));
        (await BindDateAsync(typeof(DateOnly), ("BornOn", ""))).ModelState.IsValid.ShouldBeFalse();
    }

    [Theory]
    [InlineData("nationalId", "Input.NationalId")]
    [InlineData("GIVEN", "Given")]
    [InlineData("person.given", "Given")]
    [InlineData("Lines[0].wage", "Lines[0].Wage")]
    [InlineData("shoe", null)]
    public void Field_NamedByAnAct_IsFoundOnThePage(string field, string? key) =>
        FieldNames.Match(field, typeof(SomePage), ["Lines[0].Wage"]).ShouldBe(key);

    [Fact]
    public async Task FormKey_SentTwiceAtOnce_ActsOnce()
    {
        var keys = new FormKeys(TimeProvider.System);
        var acts = 0;
        var go = new TaskCompletionSource();
        async Task<IActionResult> Act()
        {
            acts++;
            await go.Task;
            return new RedirectResult("/done");
        }

        var first = keys.OnceAsync("k", Act);
        var second = keys.OnceAsync("k", Act);
        go.SetResult();
        (await second).ShouldBeSameAs(await first);
        (await keys.OnceAsync("k", Act)).ShouldBeSameAs(await first);
        acts.ShouldBe(1);
    }

    [Fact]
    public async Task FormKey_AfterARefusal_MayBeUsedAgain()
    {
        var keys = new FormKeys(TimeProvider.System);
        await Should.ThrowAsync<InvalidOperationException>(() => keys.OnceAsync("k", () => throw new InvalidOperationException("no")));
        (await keys.OnceAsync("k", () => Task.FromResult<IActionResult>(new RedirectResult("/done")))).ShouldBeOfType<RedirectResult>();
    }

    private static async Task<ModelBindingContext> BindDateAsync(Type type, params (string, string)[] sent)
    {
        var form = new FormCollection(sent.ToDictionary(s => s.Item1, s => new StringValues(s.Item2)));
        var context = new DefaultModelBindingContext
        {
            ModelMetadata = new EmptyModelMetadataProvider().GetMetadataForType(type),
            ModelName = "BornOn",
            ModelState = new ModelStateDictionary(),
            ValueProvider = new FormValueProvider(BindingSource.Form, form, CultureInfo.InvariantCulture),
        };
        await new DateBinder(Words).BindModelAsync(context);
        foreach (var (key, _) in sent.Where(s => context.ModelState.GetFieldValidationState(s.Item1) == ModelValidationState.Unvalidated))
        {
            context.ModelState.MarkFieldValid(key); // as MVC's own validation does after binding
        }

        return context;
    }

    private sealed class SomePage : PageModel
    {
        [BindProperty]
        public string Given { get; set; } = "";

        [BindProperty]
        public SomeInput Input { get; set; } = new();
    }

    private sealed class SomeInput
    {
        public string? NationalId { get; set; }
    }
}
