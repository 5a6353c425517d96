using Spmis.Registration.Persons;

namespace Spmis.Registration.Pages;

/// <summary>A photograph on a page.</summary>
/// <param name="Source">The picture's address, or the picture itself in a file that is given away.</param>
/// <param name="Photo">What is known of it.</param>
/// <param name="Name">Whose it is.</param>
public sealed record Portrait(string Source, PhotoLine Photo, string Name);
