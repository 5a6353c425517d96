using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Web.Forms;

namespace Spmis.Web.Shell;

/// <summary>Makes MVC read and refuse input the portal's way: strict dates and amounts, its words in the reader's language, a blank text stays an empty string where the property is not nullable.</summary>
internal sealed class MvcWords(IStringLocalizer<Texts> texts) : IConfigureOptions<MvcOptions>
{
    public void Configure(MvcOptions options)
    {
        options.ModelBinderProviders.Insert(0, new StrictBinders());
        // Acts say what is required, in words that tell how to mend it.
        options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        options.ModelMetadataDetailsProviders.Add(new BlankStaysText());
        var words = options.ModelBindingMessageProvider;
        words.SetAttemptedValueIsInvalidAccessor((value, _) => texts["“{0}” cannot be read here.", value]);
        words.SetNonPropertyAttemptedValueIsInvalidAccessor(value => texts["“{0}” cannot be read here.", value]);
        words.SetValueIsInvalidAccessor(value => texts["“{0}” cannot be read here.", value]);
        words.SetUnknownValueIsInvalidAccessor(_ => texts["This value cannot be read."]);
        words.SetNonPropertyUnknownValueIsInvalidAccessor(() => texts["This value cannot be read."]);
        words.SetValueMustBeANumberAccessor(_ => texts["Use digits only."]);
        words.SetNonPropertyValueMustBeANumberAccessor(() => texts["Use digits only."]);
        words.SetMissingBindRequiredValueAccessor(_ => texts["Fill this in."]);
        words.SetMissingKeyOrValueAccessor(() => texts["Fill this in."]);
        words.SetValueMustNotBeNullAccessor(_ => texts["Fill this in."]);
        words.SetMissingRequestBodyRequiredValueAccessor(() => texts["The request was empty."]);
    }

    private sealed class BlankStaysText : IDisplayMetadataProvider
    {
        public void CreateDisplayMetadata(DisplayMetadataProviderContext context)
        {
            if (context.Key.PropertyInfo is { } property && property.PropertyType == typeof(string)
                && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.NotNull)
            {
                context.DisplayMetadata.ConvertEmptyStringToNull = false;
            }
        }
    }
}
