using Microsoft.AspNetCore.Mvc.Rendering;

namespace Spmis.Web.Forms;

/// <summary>The fields a page drew, in the order it drew them. The layout runs after the page, so its error summary knows the order and which errors have a field to link to.</summary>
internal static class FieldsDrawn
{
    private const string Key = "Spmis.Web.Forms.Fields";

    public static void Add(ViewContext view, string name, string id)
    {
        if (view.HttpContext.Items[Key] is not List<(string, string)> fields)
        {
            view.HttpContext.Items[Key] = fields = [];
        }

        fields.Add((name, id));
    }

    public static IReadOnlyList<(string Name, string Id)> Of(ViewContext view) => view.HttpContext.Items[Key] as List<(string, string)> ?? [];
}
